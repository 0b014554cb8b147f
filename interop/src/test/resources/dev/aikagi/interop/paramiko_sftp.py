"""All that paramiko's SFTP client can do: PORT USER IDENTITY FOLDER (empty, on both sides)."""

import hashlib
import os
import stat
import sys

import paramiko

port, user, identity, folder = sys.argv[1:]


def path(name):
    return os.path.join(folder, name)


def digest(name):
    with open(path(name), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def same(got, wanted):
    if got != wanted:
        raise AssertionError("%r is not %r" % (got, wanted))


def refused(error, call, *arguments):
    try:
        call(*arguments)
    except error:
        return
    raise AssertionError("%r%r was allowed" % (call, arguments))


client = paramiko.SSHClient()
client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
client.connect(
    "127.0.0.1", int(port), user, key_filename=identity, allow_agent=False, look_for_keys=False
)
sftp = client.open_sftp()

content = os.urandom(3000001)
with open(path("source"), "wb") as out:
    out.write(content)
same(sftp.put(path("source"), path("there")).st_size, len(content))
same(digest("there"), digest("source"))
sftp.get(path("there"), path("back"))
same(digest("back"), digest("source"))

with sftp.open(path("there"), "rb") as file:
    file.prefetch(len(content))
    same(hashlib.sha256(file.read()).hexdigest(), digest("source"))
with sftp.open(path("there"), "rb") as file:
    same(list(file.readv([(5, 10), (2000000, 100000)])), [content[5:15], content[2000000:2100000]])
    same(file.stat().st_size, len(content))
    file.seek(-7, os.SEEK_END)
    same(file.read(), content[-7:])

with sftp.open(path("piped"), "wb") as file:
    file.set_pipelined(True)
    for at in range(0, len(content), 32768):
        file.write(content[at : at + 32768])
same(digest("piped"), digest("source"))
with sftp.open(path("piped"), "ab") as file:
    file.write(b"more")
same(os.path.getsize(path("piped")), len(content) + 4)
with sftp.open(path("piped"), "r+b") as file:
    file.truncate(10)
same(os.path.getsize(path("piped")), 10)
sftp.truncate(path("piped"), 5)
with open(path("piped"), "rb") as file:
    same(file.read(), content[:5])
with sftp.open(path("new"), "wx") as file:
    file.write("new")
refused(IOError, sftp.open, path("new"), "wx")

sftp.mkdir(path("folder"), 0o750)
same(stat.S_IMODE(os.stat(path("folder")).st_mode), 0o750)
sftp.put(path("new"), path("folder/\u5408\u9375"))
sftp.chdir(folder)
same(sftp.getcwd(), folder)
same(sftp.normalize("folder/.."), folder)
same(sftp.listdir("folder"), ["\u5408\u9375"])
(entry,) = sftp.listdir_attr("folder")
same(entry.filename, "\u5408\u9375")
same(entry.st_size, 3)
same(stat.S_ISREG(entry.st_mode), True)
if not entry.longname.endswith(" \u5408\u9375"):
    raise AssertionError(entry.longname)
same([e.filename for e in sftp.listdir_iter("folder")], ["\u5408\u9375"])
refused(IOError, sftp.rmdir, "folder")
refused(FileNotFoundError, sftp.stat, "nope")
refused(FileNotFoundError, sftp.listdir, "nope")

sftp.rename("new", "renamed")
sftp.put(path("source"), "taken")
refused(IOError, sftp.rename, "renamed", "taken")
same(digest("taken"), digest("source"))
sftp.posix_rename("renamed", "taken")
same(os.path.getsize(path("taken")), 3)
same(os.path.exists(path("renamed")), False)

sftp.symlink("taken", "link")
same(os.readlink(path("link")), "taken")
same(sftp.readlink("link"), "taken")
same(stat.S_ISLNK(sftp.lstat("link").st_mode), True)
same(sftp.stat("link").st_size, 3)

sftp.chmod("taken", 0o604)
same(stat.S_IMODE(os.stat(path("taken")).st_mode), 0o604)
sftp.utime("taken", (1577934245, 1577934246))
same(int(os.stat(path("taken")).st_mtime), 1577934246)
same(int(sftp.stat("taken").st_atime), 1577934245)
here = os.stat(path("taken"))
sftp.chown("taken", here.st_uid, here.st_gid)
same(sftp.stat("taken").st_uid, here.st_uid)

sftp.remove("link")
same(os.path.lexists(path("link")), False)
same(os.path.exists(path("taken")), True)
sftp.remove(os.path.join("folder", "\u5408\u9375"))
sftp.rmdir("folder")
same(os.path.exists(path("folder")), False)

# It has no call for it, but sends what it is told to.
kind, reply = sftp._request(
    paramiko.sftp.CMD_EXTENDED, "statvfs@openssh.com", paramiko.sftp_client._to_unicode(folder)
)
same(kind, paramiko.sftp.CMD_EXTENDED_REPLY)
same(reply.get_int64(), os.statvfs(folder).f_bsize)

# The server has no checksums, which is no reason to end anything.
with sftp.open("taken") as file:
    refused(IOError, file.check, "sha1")
same(sftp.stat("taken").st_size, 3)
client.close()
print("all done")
