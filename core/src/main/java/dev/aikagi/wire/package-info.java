/** The data types of RFC 4251 section 5, and nothing else. */
package dev.aikagi.wire;
