/**
 * One class for each verb, and what verbs print. A verb checks everything that it can check before it writes anything.
 */
package intaglio.cli;
