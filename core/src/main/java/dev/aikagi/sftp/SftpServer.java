package dev.aikagi.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The server of version 3 of the protocol (draft-ietf-secsh-filexfer-02) with all of OpenSSH's
 * extensions, over any pair of streams. It may serve one client after the other.
 *
 * <p>The caller's thread does all the work: it answers one request after the other, in order, so a
 * client reads its writes, and what {@link ServedFiles} does happens with this thread's
 * credentials. Replies are kept back while further requests are there already, and no request is
 * read while replies cannot be written. A client that sends nothing is waited for without end;
 * whoever owns the streams ends that by closing them.
 */
public final class SftpServer {
  private final ServedFiles files;
  private final SftpServerOptions options;

  /**
   * A server of these files.
   *
   * @param files stays the caller's, to be closed when nobody is served any more
   */
  public SftpServer(ServedFiles files, SftpServerOptions options) {
    this.files = files;
    this.options = options;
  }

  /**
   * Serves one client until its stream ends, and closes what it left open.
   *
   * @throws SftpException with BAD_MESSAGE when a packet is longer than {@link Limits#MAX_PACKET},
   *     or empty: what follows cannot be told apart then
   * @throws dev.aikagi.MalformedException when a request has not the form of its kind
   * @throws IOException when a stream fails
   */
  public void serve(InputStream in, OutputStream out) throws IOException {
    serve(in, new ReplyBuffer(out, null));
  }

  /**
   * The same, with a shorter way for large pieces of files.
   *
   * @param pages leads to where the stream leads
   */
  public void serve(InputStream in, OutputStream out, FileOutlet pages) throws IOException {
    serve(in, new ReplyBuffer(out, pages));
  }

  private void serve(InputStream in, ReplyBuffer replies) throws IOException {
    RequestBuffer requests = new RequestBuffer(in);
    try (SftpVisit visit = new SftpVisit(files, options, replies)) {
      while (true) {
        if (!requests.hasNext() || replies.count() >= options.maxUnanswered()) {
          replies.flush();
        }
        if (!requests.next()) {
          return;
        }
        visit.answer(requests.array(), requests.start(), requests.length());
      }
    }
  }
}
