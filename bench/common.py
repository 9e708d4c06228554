"""What the benchmarks have in common."""

import json
import os
import pathlib
import subprocess
import sys
import time
import urllib.parse
import venv

BENCH = pathlib.Path(__file__).resolve().parent
ROOT = BENCH.parent
DUCKDB = "duckdb==1.4.1"  # the version the tests use


def say(text):
    print(text, file=sys.stderr, flush=True)


def enter_environment(home, packages):
    """Runs this script again by the Python of a virtual environment that has the packages."""
    python = home / "bin" / "python"
    if pathlib.Path(sys.prefix) == home:
        return
    if not (home / "ready").exists():
        say(f"making {home}")
        venv.create(home, clear=True, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)
        (home / "ready").touch()
    os.execv(python, [str(python), *sys.argv])


def measured(command, log, environment=None):
    """Wall and CPU seconds (user and system, children included) of a command."""
    with open(log, "wb") as out:
        started = time.monotonic()
        process = subprocess.Popen(
            command, stdout=out, stderr=subprocess.STDOUT, env={**os.environ, **(environment or {})})
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - started
    if process.returncode != 0:
        say(pathlib.Path(log).read_text(errors="replace")[-4000:])
        raise SystemExit(f"{command[0]} ended with {process.returncode}; see {log}")
    return wall, usage.ru_utime + usage.ru_stime


def live_files(table):
    """The data files of the newest version of a young Delta table, from its commits."""
    commits = sorted(table.glob("_delta_log/*.json"))
    if not commits or int(commits[0].stem) != 0:
        raise SystemExit(f"{table} has no first commit: it is no Delta table of a fresh warehouse")
    live = {}
    for commit in commits:
        for line in commit.read_text().splitlines():
            action = json.loads(line)
            if "remove" in action:
                live.pop(action["remove"]["path"], None)
            if "add" in action:
                live[action["add"]["path"]] = None
    return [str(table / urllib.parse.unquote(path)) for path in live]
