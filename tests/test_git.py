"""Git is asked about the repository of the folder; where it cannot tell, there is an answer all the same."""

import os
import shutil
import subprocess

import pytest
from test_differences import git, good, make

from kz_bri_data import _git, cli
from kz_bri_data.differences import difference, render_text
from kz_bri_data.errors import CannotRunError
from kz_bri_data.validation.reporting.problems import Problem
from kz_bri_data.validation.sources.changes import Changes

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="needs git")

BROKEN = "area,name,kind,part_of\nCHN,,country,\nKAZ,,country,\n"


def commit(folder, message="x"):
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", f"--message={message}")
    return _git.commit(folder, "HEAD")


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A checkout with the package in `datapackage` and one commit; we are in it."""
    folder = tmp_path / "repository"
    make(folder / "datapackage")
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def parted(repository):
    """On the branch topic, which changed China's name since main changed that of Kazakhstan."""
    areas = repository / "datapackage" / "data" / "areas.csv"
    git(repository, "checkout", "--quiet", "-b", "topic")
    replace(areas, "China", "PRC")
    commit(repository, "topic")
    git(repository, "checkout", "--quiet", "main")
    replace(areas, "Kazakhstan,", "Republic of Kazakhstan,")
    commit(repository, "main")
    git(repository, "checkout", "--quiet", "topic")
    return repository


def changed(result):
    return [change.key[0] for table in result.tables for change in table.changed]


# Which commit is compared with.


def test_what_others_changed_is_told_as_undone_and_said_to_be_so(parted):
    result = difference("main")
    assert changed(result) == ["CHN", "KAZ"]
    assert "main has changes of its own since commit" in render_text(result)
    assert "--merge-base" in render_text(result)


def test_the_merge_base_leaves_out_what_others_changed(parted, capsys):
    for head in (["HEAD"], ["datapackage"], ["datapackage/data/areas.csv"], []):
        assert cli.main(["diff", "--merge-base", "main", *head, "--format", "text"]) == 0
        printed = capsys.readouterr().out
        assert "~ CHN" in printed
        assert "KAZ" not in printed
        assert "note" not in printed


def test_commits_that_come_from_each_other_did_not_part(parted):
    for base in ("topic", "topic~1"):
        assert difference(base).parted_at == ""
    assert difference("topic", "topic~1").parted_at == _git.commit(parted, "topic~1")


def test_it_is_said_what_is_compared_with_what(parted):
    shown = render_text(difference("topic~1")).splitlines()[0]
    assert shown == f"topic~1 (commit {_git.commit(parted, 'topic~1')[:12]}) -> datapackage"
    full = _git.commit(parted, "topic~1")
    assert render_text(difference(full, "datapackage")).startswith(f"commit {full[:12]} -> ")


def test_from_a_folder_of_the_package(repository, monkeypatch, capsys):
    replace(repository / "datapackage" / "data" / "areas.csv", "China", "PRC")
    monkeypatch.chdir(repository / "datapackage" / "data")
    assert cli.main(["diff", "HEAD"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].endswith(") -> ..")
    assert printed[1:3] == ["areas: 1 changed", "  ~ CHN"]


def test_lines_that_others_changed_are_no_changed_lines(parted):
    path = parted / "datapackage" / "data" / "areas.csv"
    path.write_text(BROKEN)
    commit(parted)
    git(parted, "checkout", "--quiet", "main")
    path.write_text(good("areas").replace("World", "Earth"))
    commit(parted)
    git(parted, "checkout", "--quiet", "topic")
    changes = Changes("main")
    lines = [line for line in range(1, 9) if changes.has(_problem("datapackage/data/areas.csv", line))]
    assert lines == [2, 3]


def _problem(path, line=2):
    return Problem(path, line, 1, "", "type", "error", "", "m", "")


# Which repository is asked.


def test_variables_of_another_repository_are_left_aside(repository, monkeypatch, tmp_path):
    listed = subprocess.check_output(["git", "rev-parse", "--local-env-vars"], text=True).split()
    # What somebody set with `git -c` goes for every repository.
    assert set(listed) - _git._OF_ONE_REPOSITORY <= {"GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT"}
    replace(repository / "datapackage" / "data" / "areas.csv", "China", "PRC")
    for value in (".git", str(repository / ".git"), str(tmp_path / "nowhere")):
        for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_COMMON_DIR"):
            monkeypatch.setenv(name, value)
        assert changed(difference("HEAD", "datapackage")) == ["CHN"]
        changes = Changes("HEAD")
        assert changes.has(_problem("datapackage/data/areas.csv"))
        assert not changes.has(_problem("datapackage/data/areas.csv", 3))


def test_a_worktree_is_a_checkout_like_any(repository, tmp_path, monkeypatch):
    git(repository, "worktree", "add", "--quiet", str(tmp_path / "tree"), "-b", "tree")
    monkeypatch.chdir(tmp_path / "tree")
    replace(tmp_path / "tree" / "datapackage" / "data" / "areas.csv", "China", "PRC")
    # As git sets it for a hook of a worktree.
    monkeypatch.setenv("GIT_DIR", str(repository / ".git" / "worktrees" / "tree"))
    assert changed(difference("HEAD")) == ["CHN"]
    assert Changes("main").has(_problem("datapackage/data/areas.csv"))


def test_problems_of_a_submodule_are_told_though_git_cannot_tell_what_changed(repository, tmp_path, capsys):
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "areas.csv").write_text(BROKEN)
    git(inner, "init", "--quiet")
    commit(inner)
    add = ["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner), "vendor"]
    git(repository, *add)
    replace(repository / "datapackage" / "data" / "areas.csv", "China", " China")
    paths = ["vendor/areas.csv", "datapackage/data/areas.csv"]
    assert cli.main(["validate", "--changed-since", _git.commit(repository, "HEAD"), *paths]) == 1
    printed = capsys.readouterr()
    places = [line.split(": ")[0] for line in printed.out.splitlines()[:-1]]
    assert places == ["datapackage/data/areas.csv:2:2", "vendor/areas.csv:2:2"]
    assert printed.err.count("git cannot tell what changed") == 1
    assert 'in "vendor/areas.csv", so its lines are in order' in printed.err


@pytest.mark.parametrize("revision", ["HEAD", "nothing"])
def test_without_a_repository_there_is_an_answer(tmp_path, monkeypatch, capsys, revision):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "areas.csv").write_text(BROKEN)
    assert cli.main(["validate", "areas.csv", "--changed-since", revision]) == 1
    printed = capsys.readouterr()
    assert printed.out.splitlines()[0].startswith("areas.csv:2:2: name: ")
    assert printed.err.startswith("kz-bri-data: git cannot tell what changed")


def test_without_git_there_is_an_answer(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "areas.csv").write_text(BROKEN)
    assert cli.main(["validate", "areas.csv", "--changed-since", "HEAD"]) == 1
    assert "git is not installed" in capsys.readouterr().err


# What was not fetched, or is somebody else's, is said with the remedy, which is followed.


def test_a_shallow_clone_says_how_to_fetch_the_rest(parted, tmp_path, monkeypatch, capsys):
    clone = tmp_path / "clone"
    words = ["clone", "--quiet", "--depth=1", "--no-single-branch", "--branch=topic", parted.as_uri()]
    git(tmp_path, *words, str(clone))
    monkeypatch.chdir(clone)
    remedy = "this clone is shallow: run git fetch --unshallow, or give actions/checkout fetch-depth: 0"
    for base, words in (("HEAD~1", []), ("origin/main", ["--merge-base"])):
        with pytest.raises(CannotRunError, match=remedy):
            difference(base, merge_base=bool(words))
    (clone / "datapackage" / "data" / "areas.csv").write_text(BROKEN)
    cli.main(["validate", "datapackage/data/areas.csv", "--changed-since", "origin/main"])
    assert remedy in capsys.readouterr().err
    git(clone, "fetch", "--quiet", "--unshallow")
    git(clone, "checkout", "--quiet", ".")
    assert changed(difference("HEAD~1")) == ["CHN"]
    assert changed(difference("origin/main", merge_base=True)) == ["CHN"]


@pytest.mark.skipif(os.name == "nt", reason="a program is made otherwise there")
def test_a_repository_of_somebody_else_is_said_with_the_command_that_git_names(tmp_path, monkeypatch):
    """As in a container, where the checkout belongs to another user; git as it answers then."""
    said = (
        "fatal: detected dubious ownership in repository at '/x'\nTo add an exception for this directory, "
        "call:\n\n\tgit config --global --add safe.directory /x\n"
    )
    (tmp_path / "said").write_text(said)
    (tmp_path / "git").write_text(f"#!/bin/sh\ncat '{tmp_path}/said' >&2\nexit 128\n")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(
        CannotRunError, match=r"if you trust it: git config --global --add safe\.directory /x"
    ):
        _git.run(tmp_path, "log")


def test_branches_with_nothing_in_common_have_no_merge_base(repository):
    git(repository, "checkout", "--quiet", "--orphan", "other")
    commit(repository, "another beginning")
    with pytest.raises(CannotRunError, match='there is no merge base: "main" has no commit in common'):
        difference("main", merge_base=True)
    with pytest.raises(CannotRunError, match='there is no merge base: "nosuch" is no git revision'):
        difference("nosuch", merge_base=True)
