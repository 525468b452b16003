"""What the demo is made of: invented sessions and a text, and what a registry once said."""

from pathlib import Path

HERE = Path(__file__).parent
SESSIONS = HERE / "sessions.json"
ANSWER = HERE / "answer.md"
REGISTRY = HERE / "registry.json"
POSTS = HERE / "posts"
SITE = HERE / "site.toml"
PORT = HERE / "port.json"
CLAIMS_OF_AUTHOR = HERE / "metrics.toml"
STACK = HERE / "stack.toml"
