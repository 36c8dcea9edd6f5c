"""The ways in are open: the action does what it says, and what CONTRIBUTING tells people to type exists."""

import argparse
import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from good_package import GOOD

import kz_bri_data as kbd
from kz_bri_data import cli, commands
from kz_bri_data._catalogue import installed

yaml = pytest.importorskip("yaml")
ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.skipif(not (ROOT / ".github").exists(), reason="needs the checkout")


def load(name):
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def parser_of(command):
    parser = cli.make_parser(command)
    parsers = next(one for one in parser._actions if isinstance(one, argparse._SubParsersAction))
    return parsers.choices[command]


def check_command(words):
    """Fail unless a command line is one that the command knows, down to its options."""
    assert words[0] in commands.COMMANDS, words
    options = parser_of(words[0])._option_string_actions
    for word in words[1:]:
        assert not word.startswith("--") or word == "--" or word in options, words


# CONTRIBUTING.md

CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SPANS = re.findall(r"`([^`\n]+)`", CONTRIBUTING)


@pytest.mark.parametrize("command", [span for span in SPANS if span.startswith("kz-bri-data ")])
def test_commands_exist(command):
    check_command(shlex.split(command)[1:])


@pytest.mark.parametrize("target", sorted({span[5:] for span in SPANS if span.startswith("make ")}))
def test_make_targets_exist(target):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_paths_and_links_exist():
    paths = [span for span in SPANS if re.fullmatch(r"(?:[\w.-]+/)+[\w.-]*", span)]
    paths += [link for link in re.findall(r"\]\(([^)]+)\)", CONTRIBUTING) if "://" not in link]
    assert len(paths) > 10
    for path in paths:
        assert (ROOT / path).exists(), path


def test_every_recipe_ends_in_one_command():
    recipes = re.split(r"^### ", CONTRIBUTING.partition("## Recipes")[2].partition("\n## ")[0], flags=re.M)[
        1:
    ]
    assert [recipe.splitlines()[0] for recipe in recipes] == [
        *("Add a row", "Add a source", "Correct a value", "Accept a warning"),
        *("Add a basis, a definition, a breakdown or a dimension", "Add a table", "Add a column"),
        *("Add a rule", "Add a helper", "Add a page to the site", "Add a recipe for another tool", "Release"),
    ]
    for recipe in recipes:
        steps = re.findall(r"^(\d)\. (.+(?:\n   .+)*)", recipe, re.MULTILINE)
        assert [number for number, _ in steps] == [str(number) for number in range(1, len(steps) + 1)]
        assert re.search(r": `(?:kz-bri-data|make|twine) [^`]+`$", steps[-1][1]), steps[-1]


def test_the_problem_shown_is_what_is_printed(tmp_path, monkeypatch, capsys):
    shown = next(line for line in CONTRIBUTING.splitlines() if line.startswith("datapackage/data/"))
    folder = tmp_path / "datapackage" / "data"
    shutil.copytree(GOOD, folder)
    path = folder / "observations.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    broken = lines[-1].replace("48000,48000,48000", '"48,000",48000,48000')
    path.write_text("".join([*lines[:-1], broken]), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    cli.main(["validate", "datapackage/data/observations.csv"])
    place = re.compile(r"observations\.csv:\d+:")
    assert place.sub("", shown) == place.sub("", capsys.readouterr().out.splitlines()[0])


# The issue form and the hooks.


def test_issue_form_asks_for_every_status():
    form = load(".github/ISSUE_TEMPLATE/figure.yml")
    fields = {one["id"]: one for one in form["body"] if "id" in one}
    assert f"**{form['name']}**" in CONTRIBUTING
    statuses = next(
        field["constraints"]["enum"]
        for resource in installed().descriptor["resources"]
        if resource["name"] == "observations"
        for field in resource["schema"]["fields"]
        if field["name"] == "status"
    )
    words = {"A fact": "actual", "Something planned": "planned", "I don't know": None}
    asked = [words.get(one, one.split()[-1]) for one in fields["status"]["attributes"]["options"]]
    assert asked == [*statuses, None]


def test_hooks_run_commands_that_exist():
    hooks = load(".pre-commit-hooks.yaml")
    for hook in hooks:
        check_command(shlex.split(hook["entry"])[1:])
        # Without a path it is the package of the repository, whatever was changed in it.
        assert "args" not in hook
        assert hook["pass_filenames"] is False
        assert f"- id: {hook['id']}" in CONTRIBUTING
        for table in kbd.list_tables():
            assert re.search(hook["files"], f"datapackage/data/{table}.csv")
        assert not re.search(hook["files"], "README.md")


# The workflows.


@pytest.mark.parametrize(
    "path", sorted((ROOT / ".github" / "workflows").glob("*")), ids=lambda path: path.name
)
def test_workflows_can_only_read(path):
    workflow = load(path.relative_to(ROOT))
    assert workflow["permissions"] == {"contents": "read"}
    assert not {"pull_request_target", "workflow_run"} & set(workflow[True])  # YAML takes `on` for true
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"]
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout"):
                assert step["with"]["persist-credentials"] is False
            assert "${{" not in step.get("run", "")


def test_ci_runs_what_people_run():
    (job,) = load(".github/workflows/ci.yml")["jobs"].values()
    script = ROOT / job["steps"][-1]["run"]
    if (ROOT / ".ci").exists():
        assert script.stat().st_mode & stat.S_IXUSR


def test_data_workflow_uses_the_action():
    (job,) = load(".github/workflows/data.yml")["jobs"].values()
    step = job["steps"][-1]
    assert step["uses"] == "./"
    assert set(step["with"]) <= set(load("action.yml")["inputs"])


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ("github-workflows", ".github/workflows/ci.yml"),
        ("github-workflows", ".github/workflows/data.yml"),
        ("github-actions", "action.yml"),
        ("github-issue-forms", ".github/ISSUE_TEMPLATE/figure.yml"),
    ],
)
def test_schemas_of_github(schema, name):
    pytest.importorskip("check_jsonschema")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", ROOT / name]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


# The action: its steps, run as GitHub would, with `${{ }}` replaced in `env` alone.


def steps():
    return {step["name"]: step for step in load("action.yml")["runs"]["steps"] if "run" in step}


def environment(step, **inputs):
    """What a step finds in its environment."""
    declared = load("action.yml")["inputs"]
    given = {name: one["default"] for name, one in declared.items()} | inputs

    def value(expression):
        known = {"github.event.pull_request.base.sha": inputs.get("pull request", "")}
        known |= {"github.event.pull_request.head.sha": inputs.get("head", "")}
        known |= {"github.event.merge_group.base_sha": inputs.get("merge group", "")}
        known |= {f"inputs.{name}": text for name, text in given.items()}
        known |= {"steps.python.outputs.python-path": "python of the step"}
        return next((known[name] for name in expression.split(" || ") if known[name]), "")

    return {
        name: re.sub(r"\$\{\{ (.+?) \}\}", lambda found: value(found[1]), text)
        for name, text in steps()[step]["env"].items()
    }


def run(folder, command, **inputs):
    """Run the step "Check" in a folder, with some command for kz-bri-data."""
    scripts, temporary = folder.parent / "bin", folder.parent / "temp"
    for one in (scripts, temporary):
        one.mkdir(exist_ok=True)
    (scripts / "kz-bri-data").write_text(command)
    (scripts / "kz-bri-data").chmod(0o755)
    summary = folder.parent / "summary.md"
    summary.write_text("before\n")
    result = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", AS_ON_MACOS + steps()["Check"]["run"]],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            **environment("Check", **inputs),
            "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
            "GITHUB_STEP_SUMMARY": str(summary),
            "RUNNER_TEMP": str(temporary),
            "RUNNER_OS": "macOS",
            "GIT_CEILING_DIRECTORIES": str(folder.parent),
        },
    )
    return result, summary.read_text()


# The bash there is version 3.2: these came with version 4.
AS_ON_MACOS = "enable -n mapfile readarray\n"
REAL = f'#!/bin/sh\nexec "{sys.executable}" -m kz_bri_data "$@"\n'
# Prints its words, and says by its exit status that there are problems.
FAKE = '#!/bin/sh\necho "$@"\ncase "$1 $3" in "validate github") exit 1;; esac\n'


@pytest.fixture
def pull_request(tmp_path):
    """A checkout with one commit, whose package was changed since."""
    if os.name == "nt" or not shutil.which("git"):
        pytest.skip("needs bash and git")
    folder = tmp_path / "checkout"
    shutil.copytree(GOOD, folder / "datapackage" / "data")
    shutil.copy(kbd.data_dir() / "datapackage.json", folder / "datapackage")
    identity = ["-c", "user.name=x", "-c", "user.email=x@y"]
    for words in (["init", "--quiet"], ["add", "."], [*identity, "commit", "--quiet", "--message=x"]):
        subprocess.run(["git", *words], cwd=folder, check=True)
    areas = folder / "datapackage" / "data" / "areas.csv"
    areas.write_text(areas.read_text().replace("CHN,China", "CHN,P. R. | China"))
    return folder


def revision(folder):
    return subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=folder, text=True).strip()


def test_action_gives_everything_to_the_shell_as_variables():
    action = load("action.yml")
    used = set()
    for step in action["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
        text = " ".join(map(str, [*step.get("env", {}).values(), *step.get("with", {}).values()]))
        used |= set(re.findall(r"inputs\.([\w-]+)", text))
    assert used == set(action["inputs"])


def test_action_installs_the_package_it_belongs_to():
    assert environment("Install") == {"PYTHON": "python of the step"}
    # The context of this name has the path outside of the container.
    assert steps()["Install"]["run"].endswith('"$GITHUB_ACTION_PATH[polars]"\n')
    assert (ROOT / "pyproject.toml").exists()


def test_action_calls(pull_request):
    base = revision(pull_request)
    result, summary = run(pull_request, FAKE, **{"pull request": base, "strict": "true", "table": "areas"})
    options = f"--table areas --strict --changed-since {base} -- datapackage"
    assert result.stdout == f"validate --format github --max-problems 10 {options}\n"
    assert result.returncode == 1
    assert summary == (
        f"before\nvalidate --format markdown --max-problems 100 {options}\n\n"
        f"diff --format markdown -- {base} datapackage\n"
    )
    assert result.stderr == ""


def test_action_without_a_base_or_a_folder(pull_request):
    csvs = "datapackage/data/areas.csv\ndatapackage/data/a b.csv\n"
    result, summary = run(pull_request, FAKE, path=csvs, base="")
    words = "-- datapackage/data/areas.csv datapackage/data/a b.csv"
    assert result.stdout == f"validate --format github --max-problems 10 {words}\n"
    assert summary == f"before\nvalidate --format markdown --max-problems 100 {words}\n"


def test_action_goes_on_without_a_base_that_cannot_be_had(pull_request):
    for base in ("0" * 40, "--upload-pack=touch pwned"):
        result, summary = run(pull_request, FAKE, base=base)
        warning, calls = result.stdout.split("\n", 1)
        assert warning.startswith("::warning title=kz-bri-data::the base cannot be fetched")
        assert "--changed-since" not in calls
        assert "diff" not in summary
    assert not list(pull_request.glob("pwned*"))


def test_action_fetches_the_base_of_a_shallow_checkout(pull_request):
    base = revision(pull_request)
    subprocess.run(["git", "branch", "older"], cwd=pull_request, check=True)
    words = ["-c", "user.name=x", "-c", "user.email=x@y", "commit", "--quiet", "--all", "--message=y"]
    subprocess.run(["git", *words], cwd=pull_request, check=True)
    subprocess.run(["git", "config", "uploadpack.allowAnySHA1InWant", "true"], cwd=pull_request, check=True)
    shallow = pull_request.parent / "shallow"
    clone = ["git", "clone", "--quiet", "--depth=1", pull_request.as_uri(), str(shallow)]
    subprocess.run(clone, check=True)
    for given in (base, "older"):
        result, _ = run(shallow, FAKE, base=given)
        assert f"--changed-since {base}" in result.stdout
        assert (result.returncode, result.stderr) == (1, "")


def test_action_compares_with_nothing_that_a_contribution_brings(pull_request):
    base = revision(pull_request)
    subprocess.run(["git", "branch", "older"], cwd=pull_request, check=True)
    for name in (base, "older"):
        shutil.copytree(pull_request / "datapackage", pull_request / name)
        _, summary = run(pull_request, REAL, base=name)
        assert "<code>P&#46; R&#46; &#124; China</code>" in summary
        shutil.rmtree(pull_request / name)


def test_action_says_if_it_cannot_compare(pull_request):
    command = '#!/bin/sh\ncase "$1" in diff) exit 2;; esac\n'
    _, summary = run(pull_request, command, base=revision(pull_request))
    assert summary.endswith("could not be compared with the base; the log says why.**\n")


@pytest.mark.parametrize("strict", ["True", "yes", "1", " true"])
def test_action_takes_no_other_word_for_lenient(pull_request, strict):
    result, _ = run(pull_request, REAL, strict=strict)
    assert result.returncode == 2
    assert result.stdout == (
        '::error title=kz-bri-data::the input "strict" of the action is neither true nor false\n'
    )


@pytest.mark.parametrize("path", ["", "\n", "\r\n\n"])
def test_action_without_a_path_checks_nothing_and_says_so(pull_request, path):
    result, summary = run(pull_request, REAL, path=path)
    assert result.returncode == 2
    assert result.stdout.startswith("::error title=kz-bri-data::there is nothing to check")
    assert summary == "before\n"


def test_action_says_in_the_pull_request_why_nothing_could_be_checked(pull_request):
    result, summary = run(pull_request, REAL, path="nowhere 100%")
    assert result.returncode == 2
    *_, last = result.stdout.splitlines()
    start = (
        "::error title=kz-bri-data::the data could not be checked: kz-bri-data: nowhere 100%25 does not exist"
    )
    assert last.startswith(start)
    assert "nowhere 100% does not exist" in result.stderr
    assert summary == "before\n"


def test_action_says_if_the_command_is_not_there(pull_request):
    result, _ = run(pull_request, "#!/nowhere\n")
    assert result.returncode > 1
    assert result.stdout.startswith("::error title=kz-bri-data::the data could not be checked: ")


def test_action_takes_lines_as_windows_ends_them(pull_request):
    result, _ = run(pull_request, FAKE, path="datapackage/data/areas.csv\r\n\r\na.csv\r\n", base="")
    assert result.stdout.endswith(" -- datapackage/data/areas.csv a.csv\n")


def test_action_finds_its_command_on_windows(pull_request):
    """Where programs are in Scripts, and the shell has another form of the path; here a stand-in gives it."""
    temporary, scripts = pull_request.parent / "as the shell has it", pull_request.parent / "bin"
    (temporary / "kz-bri-data" / "Scripts").mkdir(parents=True)
    scripts.mkdir()
    programs = {temporary / "kz-bri-data" / "Scripts" / "kz-bri-data": FAKE}
    programs[scripts / "cygpath"] = f"#!/bin/sh\necho '{temporary}'\n"
    for path, text in programs.items():
        path.write_text(text)
        path.chmod(0o755)
    script = 'RUNNER_OS=Windows RUNNER_TEMP="D:\\temp"\n' + steps()["Check"]["run"]
    summary = pull_request.parent / "summary.md"
    given = environment("Check", base=revision(pull_request)) | {"GITHUB_STEP_SUMMARY": str(summary)}
    result = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=pull_request,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **given, "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"},
    )
    assert (result.returncode, result.stderr) == (1, "")
    assert result.stdout.startswith("validate --format github ")
    assert "diff --format markdown -- " in summary.read_text()


def test_action_compares_every_package(pull_request):
    base = revision(pull_request)
    shutil.copytree(pull_request / "datapackage", pull_request / "other")
    _, summary = run(pull_request, FAKE, path="datapackage\nother\n", base=base)
    for folder in ("datapackage", "other"):
        assert f"diff --format markdown -- {base} {folder}\n" in summary


def install(folder, *, python="", pythons=("python3",), script='echo "$0 $1 $2 $3" >&2\n'):
    """Run the step "Install" with some programs for Python, each of which says how it is called."""
    temporary, scripts = folder.parent / "temp", folder.parent / "pythons"
    (temporary / "kz-bri-data" / "bin").mkdir(parents=True)
    scripts.mkdir()
    for one in [*(scripts / name for name in pythons), temporary / "kz-bri-data" / "bin" / "python"]:
        one.write_text(f"#!/bin/sh\n{script}")
        one.chmod(0o755)
    given = {"PYTHON": python and str(scripts / python), "GITHUB_ACTION_PATH": "x"}
    given |= {"RUNNER_TEMP": str(temporary), "RUNNER_OS": "Linux", "PATH": str(scripts)}
    result = subprocess.run(
        [shutil.which("bash"), "--noprofile", "--norc", "-eo", "pipefail", "-c", steps()["Install"]["run"]],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **given},
    )
    said = result.stderr.replace(str(scripts), "").replace(str(temporary), "").splitlines()
    return result, [line for line in said if " -c " not in line]


def test_action_runs_no_module_of_the_checkout(pull_request):
    """Which Python would take for its own, were it not for isolated mode."""
    result, said = install(pull_request, python="set-up", pythons=("set-up", "python3"))
    assert said == ["/set-up -I -m venv", "/kz-bri-data/bin/python -I -m pip"]
    assert result.returncode == 0


def test_action_takes_the_python_of_a_container(pull_request):
    """Where none could be set up; the steps go on, because the one that sets it up may fail."""
    set_up = load("action.yml")["runs"]["steps"][0]
    assert (set_up["continue-on-error"], set_up["with"]["update-environment"]) == (True, False)
    _, said = install(pull_request, pythons=("python",))
    assert said == ["/python -I -m venv", "/kz-bri-data/bin/python -I -m pip"]


def test_action_needs_a_python_that_is_new_enough(pull_request):
    result, said = install(pull_request, python="old", pythons=("old", "python3"), script="exit 1\n")
    assert (result.returncode, said) == (2, [])
    assert result.stdout.startswith("::error title=kz-bri-data::there is no Python 3.11 or later; ")


# What the action compares with.


def git(folder, *words):
    identity = ["-c", "user.name=x", "-c", "user.email=x@y"]
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def merged(pull_request):
    """A checkout of the commit in which GitHub merges a contribution, and what each commit is called."""
    commits = {"old": revision(pull_request)}
    git(pull_request, "checkout", "--quiet", "-b", "topic")
    git(pull_request, "commit", "--quiet", "--all", "--message=topic")
    commits["topic"] = revision(pull_request)
    git(pull_request, "checkout", "--quiet", "-b", "main", commits["old"])
    git(pull_request, "commit", "--quiet", "--allow-empty", "--message=somebody else's")
    commits["main"] = revision(pull_request)
    git(pull_request, "checkout", "--quiet", "--detach")
    git(pull_request, "merge", "--quiet", "--no-edit", "topic")
    return pull_request, commits


def compared(folder, **inputs):
    """The commit with which the action compares; None if with none."""
    result, summary = run(folder, FAKE, **inputs)
    found = re.findall("--changed-since ([0-9a-f]{40}) ", result.stdout)
    assert set(re.findall("^diff --format markdown -- ([0-9a-f]{40}) ", summary, re.MULTILINE)) == set(found)
    return found[0] if found else None


def test_action_compares_with_what_was_merged_into(merged):
    """The base that the event names may be older by what others did."""
    folder, commits = merged
    event = {"pull request": commits["old"], "head": commits["topic"]}
    assert compared(folder, **event) == commits["main"]
    # The same in a queue of merges, whose event names the very base.
    assert compared(folder, **{"merge group": commits["main"]}) == commits["main"]


def test_action_compares_with_the_commit_at_which_the_branch_left_its_base(merged):
    folder, commits = merged
    assert compared(folder, base="main") == commits["main"]
    git(folder, "checkout", "--quiet", "topic")
    for inputs in ({"base": "main"}, {"pull request": commits["main"], "head": commits["topic"]}):
        assert compared(folder, **inputs) == commits["old"]
    # The contributor merged what others did, which makes it none of the contribution.
    git(folder, "merge", "--quiet", "--no-edit", "main")
    inputs = {"pull request": commits["main"], "head": revision(folder)}
    assert compared(folder, **inputs) == commits["main"]


def shallow(folder, branch):
    git(folder, "config", "uploadpack.allowAnySHA1InWant", "true")
    clone = folder.parent / f"shallow-{branch}"
    git(folder, "clone", "--quiet", "--depth=1", f"--branch={branch}", folder.as_uri(), str(clone))
    return clone


def test_action_compares_in_a_shallow_checkout(merged):
    folder, commits = merged
    git(folder, "branch", "merge")
    event = {"pull request": commits["old"], "head": commits["topic"]}
    assert compared(shallow(folder, "merge"), **event) == commits["main"]


def test_action_says_what_a_shallow_checkout_lacks(merged):
    """Where nothing says what the contribution is, nothing is told as the contributor's."""
    folder, commits = merged
    git(folder, "checkout", "--quiet", "topic")
    for number in range(2):
        git(folder, "commit", "--quiet", "--allow-empty", f"--message={number}")
    clone = shallow(folder, "topic")
    event = {"pull request": commits["main"], "head": revision(folder)}
    assert compared(clone, **event) is None
    result, _ = run(clone, FAKE, **event)
    assert result.stdout.startswith("::warning title=kz-bri-data::the base cannot be fetched")
    assert 'give actions/checkout "fetch-depth: 0"' in result.stdout
    git(clone, "fetch", "--quiet", "--unshallow")
    assert compared(clone, **event) == commits["old"]


def test_action_leaves_a_whole_checkout_whole(merged):
    folder, commits = merged
    clone = folder.parent / "whole"
    git(folder, "clone", "--quiet", "--single-branch", "--branch=topic", folder.as_uri(), str(clone))
    assert compared(clone, base="main") == commits["old"]
    assert not (clone / ".git" / "shallow").exists()


def test_action_compares_every_csv(pull_request):
    base = revision(pull_request)
    _, summary = run(pull_request, FAKE, path="datapackage\na b.csv\n", table="areas", base=base)
    assert summary.endswith(
        f"\n\ndiff --format markdown -- {base} datapackage\n"
        f"\ndiff --format markdown --table areas -- {base} a b.csv\n"
    )
    _, summary = run(pull_request, REAL, path="datapackage/data/areas.csv", base=base)
    assert "<code>P&#46; R&#46; &#124; China</code>" in summary


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_action_compares_a_checkout_of_another_user(pull_request):
    """As in a container."""
    base = revision(pull_request)
    for path in [pull_request, *pull_request.rglob("*")]:
        os.chown(path, 12345, 12345)
    assert compared(pull_request, base=base) == base
    _, summary = run(pull_request, REAL, base=base)
    assert "<code>P&#46; R&#46; &#124; China</code>" in summary


def test_action_says_that_there_is_no_git(pull_request, monkeypatch):
    programs = pull_request.parent / "programs"
    programs.mkdir()
    for name in ("bash", "cat", "head", "sed", "sh", "tail", "wc"):
        (programs / name).symlink_to(shutil.which(name))
    monkeypatch.setenv("PATH", str(programs))
    result, _ = run(pull_request, FAKE, base="main")
    assert "but not compared; git has to be there before actions/checkout" in result.stdout
    assert result.returncode == 1


def test_action_keeps_its_hands_off_what_it_is_given(pull_request):
    for text in ("$(touch pwned)", "`touch pwned`", '"; touch pwned; "', "-x"):
        run(pull_request, FAKE, path=text, table=text)
        run(pull_request, FAKE, strict=text)
    assert not (pull_request / "pwned").exists()


def test_action_bounds_the_summary(pull_request):
    line = "<code>中</code>"
    _, summary = run(pull_request, f"#!/bin/sh\nyes '{line}' | head -n 90000\n")
    assert 990_000 < len(summary.encode()) < 1 << 20
    before, *lines, empty, last = summary.splitlines()
    assert (before, set(lines), empty) == ("before", {line}, "")
    assert "The rest is left out" in last


def test_action_with_the_real_command(pull_request):
    base = revision(pull_request)
    result, summary = run(pull_request, REAL, base=base)
    assert (result.returncode, result.stderr) == (0, "")
    assert "<code>P&#46; R&#46; &#124; China</code>" in summary
    areas = pull_request / "datapackage" / "data" / "areas.csv"
    areas.write_text(areas.read_text() + "".join(f"Z{number},x,country,\n" for number in range(10, 40)))
    result, summary = run(pull_request, REAL, base=base)
    assert result.returncode == 1
    annotations = [line for line in result.stdout.splitlines() if line.startswith("::error ")]
    assert len(annotations) == 10
    assert "file=datapackage/data/areas.csv,line=" in annotations[0]
    assert "30" in summary


def test_the_recipe_of_a_source_names_where_each_address_goes():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    recipe = text.partition("### Add a source")[2].partition("###")[0]
    named = set(re.findall(r"`(\w+)`", recipe))
    columns = {column.name for column in installed().describe("sources").columns}
    assert {"url", "read_at", "carrier", "origin"} <= named & columns


# docs/continuous-integration.md

INTEGRATION = (ROOT / "docs" / "continuous-integration.md").read_text(encoding="utf-8")


def snippets(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", INTEGRATION, re.MULTILINE | re.DOTALL)


def test_git_attributes_keep_line_ends_on_windows(tmp_path, monkeypatch, capsys):
    if not shutil.which("git"):
        pytest.skip("needs git")
    (attributes,) = snippets("gitattributes")
    folder = tmp_path / "project"
    shutil.copytree(GOOD, folder / "data")
    git(tmp_path, "init", "--quiet", str(folder))
    for number, content in enumerate(("", attributes)):
        (folder / ".gitattributes").write_text(content)
        git(folder, "add", ".")
        git(folder, "commit", "--quiet", "--message=x")
        git(
            tmp_path, "clone", "--quiet", "-c", "core.autocrlf=true", str(folder), str(tmp_path / f"{number}")
        )
        csv = tmp_path / f"{number}" / "data" / "areas.csv"
        assert (b"\r\n" in csv.read_bytes()) == (number == 0)
        assert cli.main(["validate", str(csv)]) == (number == 0)
    # What is checked out already is mended by `fix`, and git takes it for what it has.
    broken = tmp_path / "0"
    (broken / ".gitattributes").write_text(attributes)
    assert cli.main(["fix", str(broken / "data" / "areas.csv")]) == 0
    assert b"\r" not in (broken / "data" / "areas.csv").read_bytes()
    git(broken, "add", ".")
    changed = subprocess.check_output(["git", "status", "--short"], cwd=broken, text=True)
    assert changed == "M  .gitattributes\n"


def test_the_workflow_of_code_scanning_uploads_what_is_found(tmp_path):
    yaml_text = snippets("yaml")[1]
    (job,) = yaml.safe_load(yaml_text)["jobs"].values()
    *_, check, upload = job["steps"]
    (tmp_path / "data").mkdir()
    environ = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    areas = (GOOD / "areas.csv").read_text(encoding="utf-8")
    check = check["run"].replace("observations", "areas")
    for text, status in ((areas, 0), (areas.replace("China", " China"), 0), (None, 1)):
        path = tmp_path / "data" / "areas.csv"
        path.unlink() if text is None else path.write_text(text, encoding="utf-8")
        result = subprocess.run(["bash", "-ec", check], cwd=tmp_path, env=environ, check=False)
        assert result.returncode == status
    assert upload["with"]["sarif_file"] in check


@pytest.mark.parametrize("place", ["", "datapackage"])
def test_hooks_take_the_package_of_the_repository(tmp_path, monkeypatch, capsys, place):
    shutil.copytree(GOOD, tmp_path / place / "data")
    shutil.copy(kbd.data_dir() / "datapackage.json", tmp_path / place)
    areas = tmp_path / place / "data" / "areas.csv"
    good = areas.read_text(encoding="utf-8")
    areas.write_text(good.replace("China", " China"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    fix, validate = (shlex.split(hook["entry"])[1:] for hook in load(".pre-commit-hooks.yaml"))
    assert cli.main(validate) == 1
    cli.main(fix)
    assert areas.read_text(encoding="utf-8") == good
    assert cli.main(validate) == 0
    # Nothing is looked at instead where there is none.
    (tmp_path / "elsewhere" / ".git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert [cli.main(words) for words in (fix, validate)] == [2, 2]
