/**
 * Images and labels from files: IDX, PNG, JPEG, folders. Everything comes out as unsigned bytes in CHW order. What the
 * bytes stand for is not known here: {@link intaglio.ir.Normalization} says it.
 */
package intaglio.data;
