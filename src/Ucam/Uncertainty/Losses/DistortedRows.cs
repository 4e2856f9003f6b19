using System.Buffers;
using System.Numerics;
using Ucam.Numbers;
using static TorchSharp.torch;
using Primitives = System.Numerics.Tensors.TensorPrimitives;

namespace Ucam.Uncertainty.Losses;

/// <summary>
/// The sums on the processor, a row of K numbers at a time: it goes through all steps while it is in the nearest cache, which is
/// several times faster than a block through one step after the other. The result doesn't depend on the number of threads.
/// </summary>
internal sealed class DistortedRows<T> : DistortedSums where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Below this, starting threads costs more than the sums.
    private const long ParallelElements = 1 << 16;

    private readonly int _batch, _classes;
    private readonly (int Answer, T Share)[][] _answers;
    private readonly TensorMemory<T> _logits, _deviation, _clean, _total, _matched, _distorted, _undistorted;
    private readonly TensorMemory<T> _weights, _probabilities, _slopes;

    public DistortedRows(Tensor logits, Tensor deviation, Tensor clean, Distortion distortion) : base(logits, deviation, clean, distortion)
    {
        (_batch, _classes) = ((int)Logits.shape[0], (int)Logits.shape[1]);
        (_logits, _deviation, _clean) = (new(Logits), new(Deviation), new(Clean));
        (_total, _matched, _distorted, _undistorted) = (new(Total), new(Matched), new(Distorted), new(Undistorted));
        if (Weights is not null) (_weights, _probabilities, _slopes) = (new(Weights), new(Probabilities!), new(Slopes!));
        var target = new TensorMemory<T>(Target);
        _answers = [.. Enumerable.Range(0, _batch).Select(b => Answers(target.Span(b * (long)_classes, _classes)))];
    }

    public override void Add(Tensor noise, Action? beside = null)
    {
        var block = new Block(new TensorMemory<T>(noise), (int)noise.shape[0], _batch);
        ForSamples(noise, b => Measure(block, b), beside);
        if (!BatchMean) return;
        SetMeanGaps(block);
        ForSamples(noise, b =>
        {
            for (int t = 0; t < block.Passes; t++) Accumulate(block, t, b, block.Numbers.Span((t * (long)_batch + b) * _classes, _classes));
        });
    }

    /// <summary>
    /// Losses and slopes of a sample's passes, with exp(ŷ − max ŷ); where UDL compares batches, that takes the place of their noise until all losses
    /// are known.
    /// </summary>
    private void Measure(Block block, int b)
    {
        T[] rented = ArrayPool<T>.Shared.Rent(_classes);
        Span<T> powers = rented.AsSpan(0, _classes);
        T deviation = _deviation[b], total = _total[b];
        for (int t = 0; t < block.Passes; t++)
        {
            int at = t * _batch + b;
            Span<T> noise = block.Numbers.Span(at * (long)_classes, _classes);
            Primitives.MultiplyAdd(noise, deviation, _logits.Span(b * (long)_classes, _classes), powers);
            T top = Primitives.Max(powers);
            Primitives.Subtract(powers, top, powers);
            Primitives.Exp(powers, powers);
            T mass = Primitives.Sum(powers), matched = T.Zero;
            foreach ((int answer, T share) in _answers[b]) matched += share * noise[answer];
            T loss = total * (T.Log(mass) + top) - _matched[b] - deviation * matched;
            block.Losses[at] = loss;
            block.Gaps[at] = _clean[b] - loss;
            if (Weights is not null)
            {
                block.Slopes[at] = total * (Primitives.Dot(noise, powers) / mass) - matched;
                block.Shares[at] = total / mass;
            }
            if (!BatchMean) Accumulate(block, t, b, powers);
            else if (Weights is not null) powers.CopyTo(noise);
        }
        ArrayPool<T>.Shared.Return(rented);
    }

    private void Accumulate(Block block, int t, int b, ReadOnlySpan<T> powers)
    {
        int at = t * _batch + b;
        // The slope of ELU is 1 above zero and its exponential below.
        T gap = block.Gaps[at], below = T.Min(gap, T.Zero), weight = T.Exp(below);
        _distorted[b] += block.Losses[at];
        _undistorted[b] -= gap > T.Zero ? gap : T.ExpM1(below);
        if (Weights is null) return;
        _weights[b] += T.One;
        _weights[_batch + b] += weight;
        _slopes[b] += block.Slopes[at];
        _slopes[_batch + b] += weight * block.Slopes[at];
        Span<T> sums = _probabilities.Span(2L * b * _classes, 2 * _classes);
        Primitives.MultiplyAdd(powers, block.Shares[at], sums[.._classes], sums[.._classes]);
        Primitives.MultiplyAdd(powers, weight * block.Shares[at], sums[_classes..], sums[_classes..]);
    }

    private void SetMeanGaps(Block block)
    {
        T count = T.CreateChecked(_batch), clean = Primitives.Sum<T>(_clean.Span(0, _batch)) / count;
        for (int t = 0; t < block.Passes; t++)
        {
            T loss = Primitives.Sum<T>(block.Losses.AsSpan(t * _batch, _batch)) / count;
            block.Gaps.AsSpan(t * _batch, _batch).Fill(clean - loss);
        }
    }

    private void ForSamples(Tensor noise, Action<int> body, Action? beside = null)
    {
        int threads = get_num_threads();
        if (threads == 1 || noise.numel() < ParallelElements)
            for (int b = 0; b < _batch; b++) body(b);
        else
            Parallel.For(beside is null ? 0 : -1, _batch, new ParallelOptions { MaxDegreeOfParallelism = threads }, b =>
            {
                if (b < 0) beside!();
                else body(b);
            });
    }

    private static (int Answer, T Share)[] Answers(ReadOnlySpan<T> target)
    {
        var answers = new List<(int, T)>();
        for (int k = 0; k < target.Length; k++)
            if (target[k] != T.Zero) answers.Add((k, target[k]));
        return [.. answers];
    }

    /// <summary>A block's noise (n,B,K), and what is known of its passes, (n,B).</summary>
    private sealed record Block(TensorMemory<T> Numbers, int Passes, int Batch)
    {
        public T[] Losses { get; } = new T[Passes * Batch];

        public T[] Gaps { get; } = new T[Passes * Batch];

        public T[] Slopes { get; } = new T[Passes * Batch];

        public T[] Shares { get; } = new T[Passes * Batch];
    }
}
