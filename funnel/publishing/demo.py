"""The demo company put in force: its exports, and what its departments agreed on."""

from __future__ import annotations

from datetime import datetime

from funnel.agreement.demo import DEMO, bring_demo
from funnel.publishing.prepare import Progress
from funnel.publishing.publish import Published, publish
from funnel.publishing.uploads import Upload
from funnel.store.workspace import REPOSITORY, Workspace

FILES = REPOSITORY / "data" / "demo"


def start_demo(
    workspace: Workspace, at: datetime, *, progress: Progress | None = None
) -> Published | None:
    """Publish the demo; None where something is in force already, which is left as it is.

    It leaves by itself with the first real exports.

    Raises:
        ImportRefused, WorkspaceUnusable: nothing was published.
    """
    if workspace.current() is not None:
        return None
    bring_demo(workspace.team, FILES, at)
    upload = Upload(sorted(FILES.glob("*.csv")), DEMO, at, is_demo=True)
    return publish(workspace, upload, progress=progress)
