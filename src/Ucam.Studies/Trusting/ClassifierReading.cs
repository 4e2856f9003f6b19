using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Studies.Trusting;

/// <summary>Runs a classifier over batches and keeps plain numbers.</summary>
internal sealed class ClassifierReading(Module<Tensor, Tensor> network, TrustOptions options)
{
    private int? _classes;

    /// <summary>What it says of a batch without classes.</summary>
    /// <exception cref="UcamException">It gives no finite logits (B,K), or another K than before.</exception>
    public AnswerRows Read(Tensor input)
    {
        using var scope = NewDisposeScope();
        CertaintyInput answers = CertaintyInput.Of(network, input, options.Layer, options.Estimator);
        int classes = (int)answers.Probabilities.shape[1];
        if (_classes is int before && before != classes)
            throw new UcamException($"The classifier gives {classes} classes for one batch and {before} for another.");
        _classes = classes;
        return new AnswerRows([.. Numbers(answers.Probabilities).Chunk(classes)], Numbers(answers.PredictiveEntropy),
            Numbers(answers.ExpectedEntropy), CertaintySignals.Measure(answers, CertaintySignals.Default));
    }

    /// <summary>What it says of a batch, with its classes.</summary>
    /// <param name="batch">Inputs, batch first, and classes (B).</param>
    /// <param name="of">The parameter that it is of, for messages.</param>
    /// <param name="number">The number of the batch, from 1.</param>
    /// <exception cref="UcamException">The classes are no whole numbers (B) from 0 to K − 1, or the classifier fails.</exception>
    public AnswerRows Read((Tensor Input, Tensor Target) batch, string of, int number)
    {
        ArgumentNullException.ThrowIfNull(batch.Input, of);
        ArgumentNullException.ThrowIfNull(batch.Target, of);
        using var scope = NewDisposeScope();
        Tensor target = batch.Target;
        if (target.is_floating_point() || target.dim() != 1 || target.shape[0] != batch.Input.shape[0])
            throw Wrong($"has targets of {target.dtype} and shape ({string.Join(',', target.shape)}) for {batch.Input.shape[0]} inputs; "
                + "give one whole number an input, its class");
        AnswerRows rows = Read(batch.Input);
        long[] labels = [.. target.to(ScalarType.Int64).cpu().data<long>()];
        int beyond = Array.FindIndex(labels, label => label < 0 || label >= _classes);
        if (beyond >= 0) throw Wrong($"has the class {labels[beyond]}; the classifier gives {_classes}, from 0 to {_classes - 1}");
        return rows with { Labels = [.. labels.Select(label => (int)label)] };

        UcamException Wrong(string what) => new($"Batch {number} of {of} {what}.") { Field = of };
    }

    private static double[] Numbers(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return [.. tensor.to(ScalarType.Float64).cpu().contiguous().data<double>()];
    }
}
