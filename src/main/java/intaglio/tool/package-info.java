/**
 * External programs: where they are, which version, how they run and how they end.
 */
package intaglio.tool;
