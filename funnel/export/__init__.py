"""What leaves the workspace: only when somebody asks for it."""
