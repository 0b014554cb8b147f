package dev.aikagi.kex;

import java.io.IOException;

/** One family of methods, as straight-line code for each side. */
interface Exchange {
  Agreement client(KeyExchange x) throws IOException;

  Agreement server(KeyExchange x) throws IOException;
}
