import pytest
from click.testing import CliRunner

from archive.cli.collection import collection as command
from archive.store.collection import BadCollection, describe, description
from archive.store.crawls import begin_crawl
from archive.store.members import parsed


def test_what_is_said_of_an_archive_goes_into_the_warcinfo_of_its_crawls(archive):
    describe(archive, {"title": "Harbour news", "collector": "The\r\nlibrary", "description": "Ferries"})
    begin_crawl(archive, command="crawl", settings={})
    block = parsed(archive.connection, 1).block.decode()
    assert "title: Harbour news\r\n" in block
    assert "collector: The library\r\n" in block
    assert "description: Ferries · tearsheet crawl\r\n" in block


def test_an_empty_value_takes_a_key_back(archive):
    describe(archive, {"title": "Harbour news", "rights": "All"})
    describe(archive, {"title": ""})
    assert description(archive) == {"rights": "All"}


def test_an_unknown_key_sets_nothing(archive):
    with pytest.raises(BadCollection, match="no 'owner'"):
        describe(archive, {"title": "Harbour news", "owner": "me"})
    assert description(archive) == {}


def test_the_command_sets_and_prints(archive):
    said = ["--archive", str(archive.path), "title=Harbour = news", "contact=desk@news.example"]
    assert CliRunner().invoke(command, said).stdout == "title\tHarbour = news\ncontact\tdesk@news.example\n"
    assert '"title": "Harbour = news"' in CliRunner().invoke(command, [*said[:2], "--json"]).stdout
    assert CliRunner().invoke(command, [*said[:2], "title"]).exit_code == 2
