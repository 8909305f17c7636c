"""What the archive says of a flash that fails: told as long as it lasts, and no longer."""

from tests.store.archive_bench import again, files_open_again, files_open_by, fresh, names, write

from station_firmware.store import archive

AGAIN_SLACKS = 1600  # after so many it has tried again


def _steps(services, count=AGAIN_SLACKS):
    for _ in range(count):
        services.archive.step(services)


def _unlisted(services):
    """A file where the folder should be: not missing, and no folder. Returns the folder."""
    folder = archive.FOLDER
    archive.FOLDER = folder + "/" + names()[0]
    return folder


def _with_a_file():
    services = fresh()
    write(services, 20)
    services.rest()
    return services


def test_a_listing_error_that_passed_is_not_told_any_more():
    services = _with_a_file()
    folder = _unlisted(services)
    services.archive.stale = True
    _steps(services, 3)
    assert services.archive.failing == archive.UNREADABLE
    archive.FOLDER = folder
    _steps(services)
    assert services.archive.failing == 0


def test_a_listing_error_at_boot_that_passed_is_not_told_any_more():
    services = _with_a_file()
    folder = _unlisted(services)
    found = again(services)
    assert found.archive.failing == archive.UNREADABLE and found.archive.files == 0
    archive.FOLDER = folder
    _steps(found, 3)
    assert found.archive.failing == 0 and found.archive.files == 1


def test_a_flash_that_keeps_no_file_is_told_until_it_keeps_one():
    services = _with_a_file()
    write(services, 20)
    folder = archive.FOLDER
    archive.FOLDER = folder + "/not/there"  # lists nothing, and takes nothing
    _steps(services, 100)
    assert services.archive.failing == archive.UNWRITABLE
    # that it can be listed says nothing about it, nor that a host took what waited
    services.page.acked_seq = services.recorder.journal.next_seq
    services.archive.stale = True
    _steps(services)
    assert not services.archive.stale and services.archive.failing == archive.UNWRITABLE
    write(services, 20)
    _steps(services)
    assert services.archive.failing == archive.UNWRITABLE
    archive.FOLDER = folder
    _steps(services)
    assert services.archive.failing == 0 and len(names()) == 2


def test_hosts_are_told_by_the_list():
    services = _with_a_file()
    for failing in (0, archive.UNREADABLE, archive.UNWRITABLE):
        services.archive.failing = failing
        assert services.link["log.list"]({})["failing"] == failing


def test_a_file_that_cannot_be_read_any_more_does_not_end_the_archive():
    services = fresh()
    archive.FILES_MAX = 1
    write(services, 20)
    services.rest()
    unread = archive.FOLDER + "/" + names()[0]

    def some(path, mode):
        if path == unread:
            raise OSError(84)
        return open(path, mode)

    write(services, 20)
    files_open_by(some)
    try:
        services.rest()
    finally:
        files_open_again()
    assert [name[17:] for name in names()] == [".e", ".t"] and services.archive.failing == 0
