package intaglio.ir;

import intaglio.num.Interval;

/**
 * What the integers of an activation tensor stand for in a model that comes quantized: {@code scale * (y - zeroPoint)}.
 *
 * @param scale real value of one step, positive
 * @param zeroPoint 0..255: where the file has signed bytes, moved by 128 like the bytes
 * @param clamp smallest and largest byte; holds the zero point
 */
public record GivenActivation(double scale, int zeroPoint, Interval clamp) {}
