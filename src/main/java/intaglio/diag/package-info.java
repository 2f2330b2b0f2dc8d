/**
 * Problems, the exception that carries them, and exit codes. A message has four parts: where, what, the numbers, and how to
 * mend it. Follow your own advice once before you commit a message.
 */
package intaglio.diag;
