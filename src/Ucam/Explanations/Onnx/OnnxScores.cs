using static TorchSharp.torch;

namespace Ucam.Explanations.Onnx;

/// <summary>
/// Tells whether a network's scores are logits or probabilities: by the graph's last operation, and where that says nothing by the
/// range and sum of the first scores; then makes logits of them.
/// </summary>
/// <param name="said">What the user says, which overrules; null for nothing.</param>
/// <param name="end">The last operation; null where it is not known.</param>
/// <param name="wrong">Makes the exception of a fault.</param>
internal sealed class OnnxScores(ScoreActivation? said, string? end, Func<string, UcamException> wrong)
{
    // Half precision rounds and sums a thousand classes to about this.
    private const double SumTolerance = 0.01, RangeTolerance = 1e-4;
    // The least of float's normal numbers, and half its distance from 1 to the number before.
    private const double LeastProbability = 1.18e-38, LeastDoubt = 6e-8;

    private static readonly HashSet<string> Linear = ["Gemm", "MatMul", "Conv", "Add", "Sub", "BatchNormalization"];

    /// <summary>What they are; null before any were seen.</summary>
    public ScoreActivation? Activation { get; private set; }

    /// <summary>Whether each score is a label of its own, as far as that is known before any were seen.</summary>
    public bool AreLabels => (Activation ?? said) == ScoreActivation.Sigmoid || (said is null && IsSigmoid);

    /// <summary>What was assumed and why, on one line.</summary>
    public string Assumed { get; private set; } = "";

    /// <summary>Whether what they were before their activation is known: they are explained by that.</summary>
    public bool AreExact { get; private set; }

    private bool IsSigmoid => end is "Sigmoid" or "HardSigmoid";

    /// <summary>Whether it makes probabilities.</summary>
    public static bool IsActivation(OnnxGraphEnd? end) => end?.Operation is "Softmax" or "Sigmoid" or "HardSigmoid";

    /// <summary>
    /// Logits of scores (B,K), in the caller's dispose scope: what they were before their activation where that is given and is of them;
    /// else ln p where they went through a softmax, ln p/(1 − p) through a sigmoid.
    /// </summary>
    public Tensor ToLogits(Tensor scores, Tensor? before)
    {
        using var scope = NewDisposeScope();
        bool single = scores.shape[1] == 1;
        (double least, double most) = (scores.min().item<float>(), scores.max().item<float>());
        bool inRange = least >= -RangeTolerance && most <= 1 + RangeTolerance;
        bool sums = !single && scores.sum(1).sub(1).abs().max().item<float>() <= SumTolerance;
        if (Activation is null)
            Settle(single, inRange, sums, before is not null && before.shape.SequenceEqual(scores.shape) ? kind =>
            Makes(before, kind, scores) : _ => false);
        if (AreExact) return before!.alias().MoveToOuterDisposeScope();
        if (Activation != ScoreActivation.None && !inRange)
            throw wrong($"its scores were taken for probabilities ({Assumed}), but reach from "
                + $"{least:G4} to {most:G4}; say activation none: they are logits");
        if (Activation == ScoreActivation.Softmax && !sums)
            throw wrong($"its scores were taken for the probabilities of a softmax ({Assumed}), but do not sum to 1; say activation sigmoid or none");
        Tensor logits = Activation switch
        {
            ScoreActivation.Softmax => scores.clamp_min(LeastProbability).log(),
            ScoreActivation.Sigmoid => scores.clamp(LeastDoubt, 1 - LeastDoubt).logit(),
            _ => scores.alias(),
        };
        return logits.MoveToOuterDisposeScope();
    }

    private void Settle(bool single, bool inRange, bool sums, Func<ScoreActivation, bool> exact)
    {
        (ScoreActivation found, string why) = (said, end) switch
        {
            ({ } given, _) => (given, "as asked"),
            (_, "Softmax") when sums => (ScoreActivation.Softmax, "the graph ends in Softmax"),
            _ when IsSigmoid && inRange => (ScoreActivation.Sigmoid, $"the graph ends in {end}"),
            (_, "LogSoftmax") => (ScoreActivation.None, "the graph ends in LogSoftmax, whose logarithms are logits too"),
            _ when end is not null && Linear.Contains(end) => (ScoreActivation.None, $"the graph ends in {end}"),
            _ when inRange && sums => (ScoreActivation.Softmax, "they lie in [0,1] and sum to 1"),
            _ when inRange && single => (ScoreActivation.Sigmoid, "it lies in [0,1]"),
            _ => (ScoreActivation.None, single ? "it is no probability" : "they are no probabilities that sum to 1"),
        };
        Activation = found;
        AreExact = found != ScoreActivation.None && exact(found);
        if (AreExact) why += ", whose input is explained";
        Assumed = (found, single) switch
        {
            (ScoreActivation.None, true) => $"the one score is the logit of a sigmoid: {why}",
            (ScoreActivation.None, _) => $"the scores are logits: {why}",
            (ScoreActivation.Softmax, _) => $"the scores are probabilities of a softmax: {why}",
            (_, true) => $"the one score is the probability of a sigmoid: {why}",
            _ => $"the scores are probabilities of sigmoids, each a label of its own: {why}",
        };
    }

    private static bool Makes(Tensor before, ScoreActivation activation, Tensor scores) =>
        (activation == ScoreActivation.Softmax ? before.softmax(1) : before.sigmoid()).sub(scores).abs().max().item<float>() <= SumTolerance;
}
