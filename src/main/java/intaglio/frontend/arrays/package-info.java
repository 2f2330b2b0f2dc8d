/** Files of named arrays: safetensors, and numpy's {@code .npz}. They have no graph; a network file says it. */
package intaglio.frontend.arrays;
