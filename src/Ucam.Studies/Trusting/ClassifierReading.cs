using System.Runtime.InteropServices;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Studies.Trusting;

/// <summary>Runs a classifier over batches and keeps plain numbers.</summary>
internal sealed class ClassifierReading(Module<Tensor, Tensor> network, TrustOptions options)
{
    private int? _classes;

    /// <summary>What it says of a batch without classes.</summary>
    /// <param name="input">Inputs, batch first.</param>
    /// <param name="of">The parameter that it is of, for messages.</param>
    /// <param name="number">The number of the batch, from 1.</param>
    /// <param name="changed">What was done to it; empty for nothing.</param>
    /// <exception cref="UcamException">It is empty or cannot be run, or it gives no finite logits (B,K), or another K than before.</exception>
    public AnswerRows Read(Tensor input, string of, int number, string changed = "")
    {
        ArgumentNullException.ThrowIfNull(input, of);
        using var scope = NewDisposeScope();
        string place = $"Batch {number} of {of}{(changed.Length > 0 ? $", {changed}" : "")}";
        if (input.dim() == 0 || input.shape[0] == 0)
            throw new UcamException($"{place} has no inputs, shape ({string.Join(',', input.shape)}); leave it out.") { Field = of };
        CertaintyInput answers = Run(input, place, of);
        int classes = (int)answers.Probabilities.shape[1];
        if (_classes is int before && before != classes)
            throw new UcamException($"{place}: the classifier gives {classes} classes, and {before} for the batch before.") { Field = of };
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
        long inputs = batch.Input.dim() == 0 ? 0 : batch.Input.shape[0];
        if (inputs > 0 && (target.is_floating_point() || target.dim() != 1 || target.shape[0] != inputs))
            throw Wrong($"has targets of {target.dtype} and shape ({string.Join(',', target.shape)}) for {inputs} inputs; "
                + "give one whole number an input, its class");
        AnswerRows rows = Read(batch.Input, of, number);
        long[] labels = [.. target.to(ScalarType.Int64).cpu().data<long>()];
        int beyond = Array.FindIndex(labels, label => label < 0 || label >= _classes);
        if (beyond >= 0) throw Wrong($"has the class {labels[beyond]}; the classifier gives {_classes}, from 0 to {_classes - 1}");
        return rows with { Labels = [.. labels.Select(label => (int)label)] };

        UcamException Wrong(string what) => new($"Batch {number} of {of} {what}.") { Field = of };
    }

    private CertaintyInput Run(Tensor input, string place, string of)
    {
        try
        {
            return CertaintyInput.Of(network, input, options.Layer, options.Estimator);
        }
        catch (UcamException exception)
        {
            throw new UcamException($"{place}: {exception.Message}", exception) { Field = of };
        }
        // What libtorch throws of shapes and kinds of number that a layer does not take; the lines after the first tell its own places.
        catch (ExternalException exception)
        {
            throw new UcamException($"{place} cannot be run through the classifier, {input.dtype} of shape ({string.Join(',', input.shape)}): "
                + $"{exception.Message.Split('\n')[0].Trim()}", exception)
            { Field = of };
        }
    }

    private static double[] Numbers(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return [.. tensor.to(ScalarType.Float64).cpu().contiguous().data<double>()];
    }
}
