/**
 * The keywords of ssh_config(5) and sshd_config(5): one table row each says how a keyword is
 * parsed, what it is when unset, where it may stand, how repeated lines add up and how it is
 * printed. Text comes in, typed values with the file and line they came from go out.
 */
package dev.aikagi.config;
