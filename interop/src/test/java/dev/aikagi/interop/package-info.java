/** Our tools against real peers, in both roles, on free loopback ports and in private folders. */
@NullMarked
package dev.aikagi.interop;

import org.jspecify.annotations.NullMarked;
