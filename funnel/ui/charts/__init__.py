"""Every chart: a frame in, a figure out. The only package that knows plotly."""
