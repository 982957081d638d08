"""Every command: what it prints, where, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from indexer.cli import main
from tests.cli.conftest import Ketluan

COMMANDS = [
    ["parse"],
    ["index"],
    ["index", "build"],
    ["index", "update"],
    ["index", "verify"],
    ["index", "info"],
    ["index", "rollback"],
    ["index", "prune"],
    ["search"],
    ["analyze"],
]


@pytest.mark.parametrize("command", [[], *COMMANDS], ids=" ".join)
def test_help_has_an_example_in_vietnamese(ketluan: Ketluan, command: list[str]) -> None:
    done = ketluan(*command, "--help")
    assert done.exit_code == 0
    assert "Ví dụ:" in done.output
    assert f"ketluan {' '.join(command)}".strip() in done.output.partition("Ví dụ:")[2]
    assert "Hiện hướng dẫn" in done.output
    assert "Show this message" not in done.output


def test_commands_of_the_layers_above_join_by_entry_point() -> None:
    names = main.list_commands(click.Context(main))
    assert names[:4] == ["parse", "index", "search", "analyze"]
    assert {"serve", "demo"} <= set(names)


@pytest.mark.parametrize("command", [[], ["index"]], ids=str)
def test_a_group_alone_shows_its_help(ketluan: Ketluan, command: list[str]) -> None:
    done = ketluan(*command)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Lệnh:" in done.output


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["khong-co"], "không có lệnh"),
        (["index", "khong-co"], "không có lệnh"),
        (["search"], "cần một câu tìm"),
        (["search", "rừng", "--khong-co"], "không có tùy chọn --khong-co"),
        (["search", "rừng", "--sort", "dep"], "relevance, newest, oldest, deadline"),
        (["search", "rừng", "--match", "none"], "auto, all, most, any"),
        (["search", "rừng", "--page", "0"], "số nguyên từ 1"),
        (["search", "rừng", "--year", "hai"], "số nguyên từ 1900 đến 2999"),
        (["search", "--batch", "khong-co.jsonl", "--trec", "x"], "--batch"),
        (["search", "rừng", "--trec", "x"], "cần một câu tìm"),
        (["search", "rừng", "thừa"], "tham số"),
        (["index", "build"], "thiếu SOURCE"),
        (["index", "build", "x", "--keep", "0"], "số nguyên từ 1"),
        (["index", "update", "x", "--prune", "--keep-vanished"], "loại trừ nhau"),
        (["index", "prune", "--keep", "0"], "số nguyên từ 1"),
        (["parse"], "thiếu FILE"),
        (["analyze"], "thiếu TEXT"),
    ],
)
def test_a_usage_error_is_one_line_and_status_two(ketluan: Ketluan, args: list[str], says: str) -> None:
    done = ketluan(*args)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.startswith("ketluan: ")
    assert done.stderr.count("\n") == 1
    assert says in done.stderr


@pytest.mark.parametrize(
    "args",
    [
        ["search", "rừng"],
        *(["index", name] for name in ("verify", "info", "rollback", "prune")),
        ["index", "verify", "--all"],
        ["index", "info", "--refused"],
        ["index", "update", "README.md"],
    ],
    ids=str,
)
def test_a_missing_index_says_what_to_run(ketluan: Ketluan, args: list[str], tmp_path: Path) -> None:
    done = ketluan(*args, "--index", tmp_path / "trong")
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "ketluan index build" in done.stderr


def test_the_index_comes_from_the_environment(ketluan: Ketluan, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETLUAN_INDEX", str(index))
    assert ketluan("index", "info").exit_code == 0
    monkeypatch.setenv("KETLUAN_ENGINE", "khong-co")
    done = ketluan("index", "info")
    assert (done.exit_code, "KETLUAN_ENGINE" in done.stderr) == (2, True)


def test_the_default_index_is_below_the_current_folder(
    ketluan: Ketluan, parsed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert ketluan("index", "build", parsed).exit_code == 0
    assert (tmp_path / "var" / "index" / "CURRENT").is_file()
    assert ketluan("search", "rừng").exit_code == 0


class TestIndex:
    def test_build_reports_on_stdout_and_refusals_on_stderr(
        self, ketluan: Ketluan, parsed: Path, tmp_path: Path
    ) -> None:
        bad = tmp_path / "hong.txt"
        bad.write_bytes(b"")
        done = ketluan("index", "build", parsed, bad, "--index", tmp_path / "ix")
        assert done.exit_code == 1
        assert done.stdout.startswith("thêm 3, thay 0, giữ nguyên 0, bỏ 0 văn bản; lập chỉ mục 9 mục; từ chối 1")
        assert "bỏ qua hong.txt: " in done.stderr
        assert "đã đọc 2/2 tệp" in done.stderr

    def test_nothing_to_index_names_what_was_refused(self, ketluan: Ketluan, tmp_path: Path) -> None:
        done = ketluan("index", "build", tmp_path / "khong-co.txt", "--index", tmp_path / "ix")
        assert done.exit_code == 2
        assert "khong-co.txt" in done.stderr.splitlines()[0]
        assert done.stderr.splitlines()[-1].startswith("ketluan: không có văn bản nào để lập chỉ mục")

    def test_update_keeps_what_did_not_change(self, ketluan: Ketluan, parsed: Path, tmp_path: Path) -> None:
        ketluan("index", "build", parsed, "--index", tmp_path / "ix")
        done = ketluan("index", "update", parsed, "--index", tmp_path / "ix")
        assert (done.exit_code, "giữ nguyên 3" in done.stdout) == (0, True)

    def test_verify_finds_a_changed_byte(self, ketluan: Ketluan, parsed: Path, tmp_path: Path) -> None:
        root = tmp_path / "ix"
        ketluan("index", "build", parsed, "--index", root)
        assert ketluan("index", "verify", "--index", root).exit_code == 0
        victim = next((root / "generations" / "000001" / "whoosh").glob("*.arr"))
        victim.write_bytes(victim.read_bytes()[:-1] + b"\xff")
        done = ketluan("index", "verify", "--index", root)
        assert done.exit_code == 1
        assert f"hỏng: whoosh/{victim.name}" in done.stdout
        assert "ketluan index build" in done.stderr

    def test_verify_finds_a_broken_manifest(self, ketluan: Ketluan, parsed: Path, tmp_path: Path) -> None:
        root = tmp_path / "ix"
        ketluan("index", "build", parsed, "--index", root)
        (root / "generations" / "000001" / "manifest.json").write_text("{")
        done = ketluan("index", "verify", "--index", root)
        assert (done.exit_code, "manifest.json" in done.stdout) == (1, True)

    def test_info(self, ketluan: Ketluan, index: Path) -> None:
        done = ketluan("index", "info", "--index", index, "--json")
        info = json.loads(done.stdout)
        assert (info["documents"], info["items"], info["generation"], info["engine"]) == (3, 9, 1, "embedded")
        assert {"fields", "bytes", "analyser", "built"} <= set(info)
        text = ketluan("index", "info", "--index", index).stdout
        assert "văn bản       3" in text
        assert info["analyser"] in text


class TestKeeping:
    @pytest.fixture
    def root(self, ketluan: Ketluan, parsed: Path, tmp_path: Path) -> Path:
        """An index of two generations, the first with a refused input."""
        (tmp_path / "hong.txt").write_bytes(b"")
        ketluan("index", "build", parsed, tmp_path / "hong.txt", "--index", tmp_path / "ix")
        ketluan("index", "build", parsed, "--index", tmp_path / "ix")
        return tmp_path / "ix"

    def test_info_shows_the_generations(self, ketluan: Ketluan, root: Path) -> None:
        kept = json.loads(ketluan("index", "info", "--json", "--index", root).stdout)["generations"]
        assert [(generation["number"], generation["live"]) for generation in kept] == [(1, False), (2, True)]
        lines = [line for line in ketluan("index", "info", "--index", root).stdout.splitlines() if "đang giữ" in line]
        assert ["đang dùng" in line for line in lines] == [False, True]

    def test_rollback_and_its_report(self, ketluan: Ketluan, root: Path) -> None:
        assert ketluan("index", "info", "--refused", "--index", root).exit_code == 0
        done = ketluan("index", "rollback", "--index", root)
        assert (done.exit_code, done.stdout) == (0, "đang dùng lần dựng 1\n")
        done = ketluan("index", "info", "--refused", "--index", root)
        assert (done.exit_code, "bỏ qua hong.txt: " in done.stdout) == (1, True)
        done = ketluan("index", "info", "--refused", "--json", "--index", root)
        assert [refusal["source"] for refusal in json.loads(done.stdout)["refused"]] == ["hong.txt"]
        done = ketluan("index", "rollback", "--index", root)
        assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
        assert ketluan("index", "rollback", "--to", 2, "--index", root).exit_code == 0

    def test_prune(self, ketluan: Ketluan, root: Path) -> None:
        done = ketluan("index", "prune", "--keep", 1, "--index", root)
        assert (done.exit_code, done.stdout) == (0, "đã xóa 1 lần dựng: 1\n")

    def test_verify_all_finds_what_is_wrong_in_an_older_one(self, ketluan: Ketluan, root: Path) -> None:
        assert ketluan("index", "verify", "--all", "--index", root).exit_code == 0
        (root / "generations" / "000001" / "report.json").unlink()
        assert ketluan("index", "verify", "--index", root).exit_code == 0
        done = ketluan("index", "verify", "--all", "--index", root)
        assert (done.exit_code, done.stdout) == (1, "hỏng: 000001/report.json\n")


class TestBuildOptions:
    def test_strict_is_status_two_and_reports_all_the_same(
        self, ketluan: Ketluan, parsed: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "hong.txt").write_bytes(b"")
        inputs = (parsed, tmp_path / "hong.txt", "--index", tmp_path / "ix", "--report", tmp_path / "r.json")
        done = ketluan("index", "build", *inputs, "--strict")
        assert (done.exit_code, done.stdout) == (2, "")
        assert "--strict" in done.stderr.splitlines()[-1]
        report = json.loads((tmp_path / "r.json").read_text("utf-8"))
        assert (report["live"], report["refused"][0]["source"]) == (False, "hong.txt")
        assert ketluan("index", "info", "--index", tmp_path / "ix").exit_code == 2
        assert ketluan("index", "build", *inputs).exit_code == 1
        report = json.loads((tmp_path / "r.json").read_text("utf-8"))
        assert (report["live"], report["added"], len(report["refused"])) == (True, 3, 1)

    def test_a_bad_line_is_named_once(self, ketluan: Ketluan, tmp_path: Path) -> None:
        lines = ['{"id": "a", "title": "T", "items": [{"path": "1", "text": "Trồng rừng."}]}', "{"]
        (tmp_path / "x.jsonl").write_text("\n".join(lines), "utf-8")
        done = ketluan("index", "build", tmp_path / "x.jsonl", "--index", tmp_path / "ix")
        (line,) = [line for line in done.stderr.splitlines() if line.startswith("bỏ qua")]
        assert line.startswith("bỏ qua x.jsonl, dòng 2: không phải JSON")
        assert line.count("dòng 2") == 1

    def test_quiet_says_nothing_of_progress(self, ketluan: Ketluan, parsed: Path, tmp_path: Path) -> None:
        done = ketluan("index", "build", parsed, "--index", tmp_path / "ix", "--quiet")
        assert (done.exit_code, done.stderr) == (0, "")

    def test_lines_of_pairs(self, ketluan: Ketluan, parsed: Path, tmp_path: Path) -> None:
        (tmp_path / "hong.txt").write_bytes(b"")
        options = ("--index", tmp_path / "ix", "--log-format", "kv")
        done = ketluan("index", "build", parsed, tmp_path / "hong.txt", *options)
        events = [line.split()[0] for line in done.stderr.splitlines()]
        assert events == ["event=progress", "event=progress", "event=writing", "event=refused"]
        assert "source=hong.txt code=empty" in done.stderr

    def test_an_interrupted_build_is_named_and_what_it_did_is_used(self, ketluan: Ketluan, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("THÔNG BÁO\nKết luận giao ban\n\n1. Giao Sở Y tế báo cáo.\n", "utf-8")
        ketluan("index", "build", tmp_path / "a.txt", "--index", tmp_path / "ix")
        (tmp_path / "ix" / "build.lock").write_text("tiến trình 4711", "utf-8")
        done = ketluan("index", "build", tmp_path / "a.txt", "--index", tmp_path / "ix")
        assert "lần dựng trước (tiến trình 4711) dừng giữa chừng" in done.stderr
        assert "dùng lại phân tích của 1 văn bản" in done.stdout
        (tmp_path / "ix" / "build.lock").write_text("tiến trình 4712", "utf-8")
        done = ketluan("index", "build", tmp_path / "a.txt", "--index", tmp_path / "ix", "--no-cache")
        assert "làm lại từ đầu" in done.stderr
        assert "dùng lại" not in done.stdout

    @pytest.mark.parametrize("value", ["nhiều", "-1", "1.5"])
    def test_a_setting_that_cannot_be_is_one_line(
        self, ketluan: Ketluan, monkeypatch: pytest.MonkeyPatch, value: str
    ) -> None:
        monkeypatch.setenv("KETLUAN_CACHE_MB", value)
        done = ketluan("index", "info")
        assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
        assert "KETLUAN_CACHE_MB" in done.stderr


class TestSearch:
    def test_a_person_reads_hits_and_facets(self, ketluan: Ketluan, index: Path) -> None:
        done = ketluan("search", "rừng", "--index", index)
        assert done.exit_code == 0
        assert done.stdout.startswith("4 mục cho “rừng”\n")
        assert "kl-tu-212-20220512#1  Lạng Sơn, kỳ họp thứ 21 (12/5/2022), mục 1" in done.stdout
        assert "hội nghị: Lạng Sơn, kỳ họp thứ 21 (12/5/2022) 2; Bắc Kạn, cuộc họp về tiến độ" in done.stdout

    def test_json_is_the_answer_of_the_api(self, ketluan: Ketluan, index: Path) -> None:
        answer = json.loads(ketluan("search", "chuyen doi so", "--match", "all", "--index", index, "--json").stdout)
        assert [hit["id"] for hit in answer["hits"]] == ["kl-tu-212-20220512#2", "ct-12-2021#1"]
        assert (answer["total"], answer["match"]) == (2, "all")

    @pytest.mark.parametrize(
        ("options", "expected"),
        [
            (["--agency", "Sở Tài chính"], ["kl-tu-212-20220512#1.1"]),
            (["--agency", "so-tai-chinh"], ["kl-tu-212-20220512#1.1"]),
            (["--agency", "BCSĐ UBND tỉnh"], ["kl-tu-212-20220512#1.1"]),
            (["--agency", "UBND tỉnh"], []),  # named, but assigned nothing
            (["--agency", "Sở Tài chính", "--agency", "Sở Nông nghiệp và Phát triển nông thôn"],
             ["kl-tu-212-20220512#1.1", "tb-ubnd-388-20230928#2"]),
            (["--meeting", "kỳ họp thứ 21", "--sort", "oldest"], ["kl-tu-212-20220512#1", "kl-tu-212-20220512#1.1"]),
            (["--number", "91/TTr-BCSĐ", "--sort", "newest"], ["tb-ubnd-388-20230928#2", "kl-tu-212-20220512#1"]),
            (["--year", "2023"], ["tb-ubnd-388-20230928#2"]),
            (["--year", "2022", "--agency", "Sở Tài chính"], ["kl-tu-212-20220512#1.1"]),
            (["--sort", "deadline", "--size", "1"], ["kl-tu-212-20220512#1.1"]),
            (["--sort", "newest", "--size", "1", "--page", "2"], ["kl-tu-212-20220512#1"]),
            (["--year", "1999"], []),
        ],
        ids=str,
    )  # fmt: skip
    def test_flags_narrow_and_order(
        self, ketluan: Ketluan, index: Path, options: list[str], expected: list[str]
    ) -> None:
        done = ketluan("search", "rừng", "--index", index, "--json", *options)
        assert done.exit_code == 0
        found = [hit["id"] for hit in json.loads(done.stdout)["hits"]]
        assert (found if "--sort" in options else sorted(found)) == expected

    def test_a_page_past_the_last_is_the_last_for_people_and_empty_for_programs(
        self, ketluan: Ketluan, index: Path
    ) -> None:
        asked = ("search", "rừng", "--sort", "oldest", "--size", "2", "--page", "40", "--index", index)
        shown = ketluan(*asked).stdout.splitlines()
        assert "Kết quả chỉ có 2 trang; đây là trang cuối." in shown
        assert any(line.startswith("3. tb-ubnd-388-20230928#2") for line in shown)
        answer = json.loads(ketluan(*asked, "--json").stdout)
        assert (answer["page"], answer["total"], answer["hits"]) == (40, 4, [])

    def test_near_duplicates_are_folded(self, ketluan: Ketluan, tmp_path: Path) -> None:
        text = "Các đơn vị gửi góp ý dự thảo quy chế trước ngày {}/5, quá hạn coi như đồng ý."
        rows = [{"id": f"d{n}", "title": f"Họp {n}", "items": [{"path": "1", "text": text.format(n)}]} for n in (8, 9)]
        source = tmp_path / "hai-cuoc-hop.jsonl"
        source.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
        ketluan("index", "build", source, "--index", tmp_path / "index")
        asked = ("search", "góp ý", "--group", "--index", tmp_path / "index")
        answer = json.loads(ketluan(*asked, "--json").stdout)
        assert (answer["total"], answer["entries"]) == (2, 1)
        assert [hit["similar"] for hit in answer["hits"]] == [1]
        shown = ketluan(*asked).stdout
        assert shown.startswith("2 mục trong 1 nhóm cho “góp ý”\n")
        assert "và 1 mục tương tự" in shown

    def test_a_batch_becomes_a_run_file(self, ketluan: Ketluan, index: Path, tmp_path: Path) -> None:
        queries, run = tmp_path / "q.jsonl", tmp_path / "out.run"
        queries.write_text(
            '{"_id": "q 1", "text": "trồng rừng"}\n\nkhông phải JSON\n{"_id": 2, "text": "hồ đập"}\n{"_id": "3"}\n',
            "utf-8",
        )
        args = ["search", "--batch", queries, "--trec", run, "--index", index, "--depth", "2", "--match", "any"]
        done = ketluan(*args)
        assert done.exit_code == 1
        assert "q.jsonl, dòng 3" in done.stderr
        assert "q.jsonl, dòng 5" in done.stderr
        rows = [line.split(" ") for line in run.read_text("utf-8").splitlines()]
        assert [row[:4] for row in rows] == [
            ["q%201", "Q0", "kl-tu-212-20220512#1.1", "1"],
            ["q%201", "Q0", rows[1][2], "2"],
            ["2", "Q0", "tb-ubnd-388-20230928#3", "1"],
            ["2", "Q0", rows[3][2], "2"],
        ]
        assert all(row[5] == "ketluan" for row in rows)
        assert float(rows[0][4]) > float(rows[1][4]) > 0


class TestParse:
    def test_json_is_one_object_a_line(self, ketluan: Ketluan, parsed: Path) -> None:
        done = ketluan("parse", parsed, "--json")
        assert done.exit_code == 0
        assert done.stdout.splitlines() == parsed.read_text("utf-8").splitlines()

    def test_a_person_reads_a_tree(self, ketluan: Ketluan, parsed: Path) -> None:
        lines = ketluan("parse", parsed).stdout.splitlines()
        assert "  số         212-KL/TU" in lines
        assert "  hội nghị   Kỳ họp thứ 21 Ban Thường vụ Tỉnh ủy" in lines
        assert "  ký         T/M Phó Bí thư Trịnh Bá Khôi" in lines
        assert "      1.1  Tờ trình số 91-TTr/BCSD, ngày 04/5/2022 về khoanh nuôi rừng phòng hộ đầu nguồn" in lines
        assert "        cơ quan: Văn phòng Tỉnh ủy (nêu tên)" in lines
        assert "        dẫn: Tờ trình 91-TTr/BCSD ngày 04/5/2022" in lines
        assert "        thời hạn: trước ngày 15/10/2023" in lines
        assert "        quyết định: Giao nhiệm vụ" in lines

    def test_a_refused_file_is_named_and_the_others_go_on(self, ketluan: Ketluan, parsed: Path, tmp_path: Path) -> None:
        done = ketluan("parse", tmp_path / "khong-co.docx", parsed, "--json")
        assert done.exit_code == 1
        assert len(done.stdout.splitlines()) == 3
        assert done.stderr.startswith("bỏ qua khong-co.docx: ")


class TestAnalyze:
    TEXT = "Giao Sở Y tế thực hiện Thông báo số 707-TB/TU"

    def test_json_has_offsets_into_the_text(self, ketluan: Ketluan) -> None:
        answer = json.loads(ketluan("analyze", self.TEXT, "--json").stdout)
        assert answer["text"] == self.TEXT
        syllables = [term for term in answer["terms"] if term["kind"] == "syllable"]
        assert [self.TEXT[t["start"] : t["end"]].lower() for t in syllables] == [t["text"] for t in syllables]
        assert {term["kind"] for term in answer["terms"]} == {"word", "syllable", "folded", "number"}

    def test_a_person_reads_a_table(self, ketluan: Ketluan) -> None:
        lines = ketluan("analyze", self.TEXT).stdout.splitlines()
        assert "   1  5-7        tiếng      sở" in lines
        assert "   1  5-7        không dấu  so" in lines


def test_nothing_unexpected_reaches_the_user(ketluan: Ketluan, index: Path, tmp_path: Path) -> None:
    """An environment error, here a file where the index should be, is one line as well."""
    blocked = tmp_path / "tep"
    blocked.write_text("x")
    done = ketluan("index", "build", blocked, "--index", blocked / "ix")
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert "Traceback" not in done.output


def test_a_fault_of_the_program_is_one_line_too(ketluan: Ketluan, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(*_: object) -> None:
        raise ZeroDivisionError("somewhere deep")

    monkeypatch.delenv("KETLUAN_DEBUG", raising=False)
    monkeypatch.setattr("analyzers.pipeline.shared_analyzer", faulty)
    done = ketluan("analyze", "rừng")
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert "ZeroDivisionError: somewhere deep" in done.stderr
    assert "KETLUAN_DEBUG=1" in done.stderr
