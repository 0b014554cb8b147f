import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/** Fetches one address into one file, for a machine that has neither curl nor wget. */
class Fetch {
  public static void main(String[] args) throws InterruptedException {
    try (HttpClient client =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(args[0])).build();
      var response = client.send(request, HttpResponse.BodyHandlers.ofFile(Path.of(args[1])));
      if (response.statusCode() != 200) {
        System.err.println(args[0] + ": HTTP status " + response.statusCode());
        System.exit(1);
      }
    } catch (IOException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      System.err.println(args[0] + ": " + cause);
      System.exit(1);
    }
  }
}
