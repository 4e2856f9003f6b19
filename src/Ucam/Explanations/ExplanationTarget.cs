using Ucam.Explanations.Running;
using static TorchSharp.torch;

namespace Ucam;

/// <summary>The number that a map explains, one for each sample: an answer's logit, a contrast, an uncertainty, any function of the output.</summary>
public sealed class ExplanationTarget
{
    // From the clean passes (T,B,K): what turns the passes (T,M,K) of M = n·B inputs, copies of the batch one after another, into (M).
    private readonly Func<Tensor, ScoreSpace, Func<Tensor, Tensor>> _bind;

    private ExplanationTarget(string name, Func<Tensor, ScoreSpace, Func<Tensor, Tensor>> bind) => (Name, _bind) = (name, bind);

    /// <summary>What it is, in a few words.</summary>
    public string Name { get; }

    /// <summary>
    /// The logit of the class that the model itself puts first, for each sample; the one it puts first on the clean input, also where the
    /// input is perturbed. Of a single score, which is a sigmoid's, its negative where it is below 0: the model says no.
    /// </summary>
    public static ExplanationTarget Predicted { get; } = new("the model's answer", (clean, _) => PutFirst(clean));

    /// <summary>
    /// The probability of the class that the model itself puts first on the clean input, in [0,1]; what faithfulness is measured on.
    /// </summary>
    public static ExplanationTarget PredictedProbability { get; } = new("probability of the model's answer", (clean, space) =>
    {
        Func<Tensor, Tensor> chosen = PutFirst(clean);
        // 1 − p = −(p − ½) + ½ is the probability of a no.
        double middle = clean.shape[^1] == 1 ? 0.5 : 0;
        return passes => chosen(space.Probabilities(passes) - middle) + middle;
    });

    /// <summary>H[p̄] in nats, the predictive uncertainty: high where evidence makes the model unsure. Of labels of their own the sum.</summary>
    public static ExplanationTarget Predictive { get; } = new("predictive uncertainty", (clean, space) =>
    {
        CheckLogits(clean);
        return space.EntropyOfMean;
    });

    /// <summary>Mean entropy of the passes in nats, the aleatoric uncertainty; with one pass the same as <see cref="Predictive"/>.</summary>
    public static ExplanationTarget Aleatoric { get; } = new("aleatoric uncertainty", (clean, space) =>
    {
        CheckLogits(clean);
        return space.MeanEntropy;
    });

    /// <summary>Mutual information in nats (BALD), the epistemic uncertainty; needs at least two <see cref="ExplainerOptions.Passes"/>.</summary>
    public static ExplanationTarget Epistemic { get; } = new("epistemic uncertainty", (clean, space) =>
    {
        CheckLogits(clean);
        if (clean.shape[0] < 2)
            throw new UcamException("Epistemic uncertainty is a difference between models, and one pass is "
                + "one model; set the options' Passes to 20 or so.")
            { Field = nameof(ExplainerOptions.Passes) };
        return passes => space.EntropyOfMean(passes) - space.MeanEntropy(passes);
    });

    /// <summary>A class's logit.</summary>
    /// <param name="index">From 0 to K − 1.</param>
    public static ExplanationTarget Class(int index) => Classes([index]);

    /// <summary>A class's probability, in [0,1].</summary>
    /// <param name="index">From 0 to K − 1.</param>
    public static ExplanationTarget Probability(int index) => new($"probability of class {index}", (clean, space) =>
    {
        CheckClass(clean, index);
        return passes => space.Probabilities(passes).mean([0]).select(1, index);
    });

    /// <summary>The logit of another class for each sample of the batch.</summary>
    /// <param name="indices">One for each sample, or one for all; from 0 to K − 1.</param>
    public static ExplanationTarget Classes(IReadOnlyList<int> indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        long[] chosen = [.. indices.Select(index => (long)index)];
        return new ExplanationTarget(chosen.Length == 1 ? $"class {chosen[0]}" : "a class each", (clean, _) =>
        {
            foreach (long index in chosen) CheckClass(clean, index);
            long batch = clean.shape[1];
            if (chosen.Length == 1) return Chosen([.. Enumerable.Repeat(chosen[0], (int)batch)]);
            return chosen.Length == batch
                ? Chosen(chosen) : throw new UcamException($"{chosen.Length} target classes for {batch} samples; give one for each.");
        });
    }

    /// <summary>The difference of two logits: what speaks for one answer rather than another.</summary>
    /// <param name="answer">The class in question, from 0 to K − 1.</param>
    /// <param name="rival">The class it is held against.</param>
    public static ExplanationTarget Contrast(int answer, int rival) => new($"class {answer} rather than {rival}", (clean, _) =>
    {
        CheckClass(clean, answer);
        CheckClass(clean, rival);
        return passes => (passes.select(2, answer) - passes.select(2, rival)).mean([0]);
    });

    /// <summary>Any function of the output, differentiable for the methods by gradient; with several passes its mean over them.</summary>
    /// <param name="name">What it is, in a few words.</param>
    /// <param name="score">From the model's output, N rows, to (N); row by row.</param>
    public static ExplanationTarget Of(string name, Func<Tensor, Tensor> score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return new ExplanationTarget(name, (_, _) => passes =>
        {
            Tensor values = score(passes.flatten(0, 1));
            long rows = passes.shape[0] * passes.shape[1];
            return values.numel() == rows ? values.reshape(passes.shape[0], passes.shape[1]).mean([0])
                : throw new UcamException($"The target '{name}' gives shape "
                    + $"({string.Join(',', values.shape)}) for {rows} rows; give one number a row.");
        });
    }

    /// <summary>A class's logit, as <see cref="Class"/>.</summary>
    public static implicit operator ExplanationTarget(int index) => Class(index);

    /// <summary>The function of passes (T,M,…) → (M), with what it needs of the clean passes (T,B,…) settled.</summary>
    internal Func<Tensor, Tensor> Bind(Tensor clean, bool labels)
    {
        using var scope = NewDisposeScope();
        return _bind(clean, new ScoreSpace(clean, labels));
    }

    /// <summary>The same target, which no longer asks what the clean input gives.</summary>
    internal ExplanationTarget Settle(Tensor clean, bool labels)
    {
        Func<Tensor, Tensor> score = Bind(clean, labels);
        return new ExplanationTarget(Name, (_, _) => score);
    }

    private static Func<Tensor, Tensor> PutFirst(Tensor clean)
    {
        CheckLogits(clean);
        using var scope = NewDisposeScope();
        Tensor mean = clean.detach().mean([0]);
        if (mean.shape[1] > 1) return Chosen([.. mean.argmax(1).to(ScalarType.Int64).cpu().data<long>()]);
        double[] signs = [.. mean.squeeze(1).to(ScalarType.Float64).cpu().contiguous().data<double>().Select(logit => logit < 0 ? -1.0 : 1.0)];
        return passes => passes.mean([0]).squeeze(1) * tensor(signs, passes.dtype, passes.device).repeat(passes.shape[1] / signs.Length);
    }

    private static Func<Tensor, Tensor> Chosen(long[] classes) => passes =>
    {
        Tensor index = tensor(classes, device: passes.device).repeat(passes.shape[1] / classes.Length).unsqueeze(1);
        return passes.mean([0]).gather(1, index).squeeze(1);
    };

    private static void CheckLogits(Tensor clean)
    {
        if (clean.dim() != 3)
            throw new UcamException($"The model's output has shape ({string.Join(',', clean.shape[1..])}), not "
                + "(B,K); give ExplanationTarget.Of a function of it.");
    }

    private static void CheckClass(Tensor clean, long index)
    {
        CheckLogits(clean);
        if (index < 0 || index >= clean.shape[2]) throw Missing(index, clean.shape[2]);
    }

    private static UcamException Missing(long index, long classes) => new(
        $"There is no class {index}; the model has "
            + $"{(classes == 1 ? "one score, class 0, whose probability is its sigmoid" : $"{classes}, from 0 to {classes - 1}")}.")
    { Field = "target" };
}
