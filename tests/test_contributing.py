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

from kz_bri_data import cli, loaders

yaml = pytest.importorskip("yaml")
ROOT = Path(__file__).parents[1]
GOOD = Path(__file__).parent / "good"

pytestmark = pytest.mark.skipif(not (ROOT / ".github").exists(), reason="needs the checkout")


def load(name):
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def parser_of(command):
    parser = cli._parser(command)
    commands = next(one for one in parser._actions if isinstance(one, argparse._SubParsersAction))
    return commands.choices[command]


def check_command(words):
    """Fail unless a command line is one that the command knows, down to its options."""
    assert words[0] in cli._COMMANDS, words
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
        *("Add a row", "Add a source", "Correct a value", "Add a table or a column", "Add a rule"),
        *("Add a helper", "Release"),
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
        for resource in loaders.descriptor()["resources"]
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
        check_command([*shlex.split(hook["entry"])[1:], *hook["args"]])
        assert f"- id: {hook['id']}" in CONTRIBUTING
        for table in loaders.list_tables():
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
        known |= {f"inputs.{name}": text for name, text in given.items()}
        known["github.action_path"] = str(ROOT)
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
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", steps()["Check"]["run"]],
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
            "GIT_CEILING_DIRECTORIES": str(folder.parent),
        },
    )
    return result, summary.read_text()


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
    shutil.copy(loaders.data_dir() / "datapackage.json", folder / "datapackage")
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
    assert environment("Install") == {"ACTION": str(ROOT)}
    assert steps()["Install"]["run"].endswith('"$ACTION[validate]"')
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
        assert "--changed-since" not in result.stdout
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


def test_action_keeps_its_hands_off_what_it_is_given(pull_request):
    for text in ("$(touch pwned)", "`touch pwned`", '"; touch pwned; "', "-x"):
        run(pull_request, FAKE, path=text, table=text, strict=text)
    assert not (pull_request / "pwned").exists()


def test_action_bounds_the_summary(pull_request):
    _, summary = run(pull_request, "#!/bin/sh\nhead -c 3000000 /dev/zero | tr '\\0' x\n")
    assert len(summary) == 1_000_000 + len("before\n")


def test_action_with_the_real_command(pull_request):
    base = revision(pull_request)
    result, summary = run(pull_request, REAL, base=base)
    assert (result.returncode, result.stderr) == (0, "")
    assert "<code>P&#46; R&#46; &#124; China</code>" in summary
    areas = pull_request / "datapackage" / "data" / "areas.csv"
    areas.write_text(areas.read_text() + "".join(f"Z{number},x\n" for number in range(30)))
    result, summary = run(pull_request, REAL, base=base)
    assert result.returncode == 1
    annotations = [line for line in result.stdout.splitlines() if line.startswith("::error ")]
    assert len(annotations) == 10
    assert "file=datapackage/data/areas.csv,line=" in annotations[0]
    assert "30" in summary
