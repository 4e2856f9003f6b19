using static TorchSharp.torch;

namespace Ucam.Cli.Explain;

/// <summary>What is explained on one picture.</summary>
/// <param name="Target">The number that maps explain.</param>
/// <param name="Watched">The number that metrics watch: a probability where an answer is explained.</param>
/// <param name="Title">What it is, in words.</param>
/// <param name="Unit">Its unit.</param>
internal sealed record NamedTarget(ExplanationTarget Target, ExplanationTarget Watched, string Title, string Unit)
{
    /// <summary>What it is called below a map, in a word or two.</summary>
    public string It { get; init; } = "the doubt";
}

/// <summary>Reads the text of --target.</summary>
internal static class TargetText
{
    public const string Answer = "answer";

    private const string Nats = "nats";

    /// <summary>Whether it needs several dropout passes.</summary>
    public static bool NeedsPasses(string text) => text == "epistemic";

    /// <summary>The target on a picture.</summary>
    /// <exception cref="UcamException">The model has no such answer.</exception>
    public static NamedTarget Read(string text, ExplainedInput input) => text switch
    {
        Answer => Predicted(input),
        "aleatoric" => Doubt(ExplanationTarget.Aleatoric),
        "epistemic" => Doubt(ExplanationTarget.Epistemic),
        "predictive" => Doubt(ExplanationTarget.Predictive),
        _ => Named(text, input),
    };

    private static NamedTarget Doubt(ExplanationTarget target) => new(target, target, target.Name, Nats);

    // An answer may itself hold the mark of a contrast, so the whole text is tried first.
    private static NamedTarget Named(string text, ExplainedInput input)
    {
        if (input.IndexOf(text) is { } index) return Class(index, input, "");
        string[] sides = [.. text.Split('~').Select(side => side.Trim())];
        if (sides.Length != 2 || sides.Contains("")) throw Unknown(text, input);
        int answer = input.IndexOf(sides[0]) ?? throw Unknown(sides[0], input), rival = input.IndexOf(sides[1]) ?? throw Unknown(sides[1], input);
        if (answer == rival)
            throw new UcamException($"--target '{text}' holds an answer against itself; name two that differ.") { Field = "target" };
        ExplanationTarget contrast = ExplanationTarget.Contrast(answer, rival);
        return new NamedTarget(contrast, contrast, $"“{input.NameOf(answer)}” rather than “{input.NameOf(rival)}”", input.ScoreUnit)
        { It = $"“{input.NameOf(answer)}”, not “{input.NameOf(rival)}”" };
    }

    private static NamedTarget Class(int index, ExplainedInput input, string before) =>
        new(ExplanationTarget.Class(index), ExplanationTarget.Probability(index), $"{before}“{input.NameOf(index)}”", input.ScoreUnit)
        { It = input.Answer is null ? "the class" : "the answer" };

    private static NamedTarget Predicted(ExplainedInput input)
    {
        const string before = "the model's answer ";
        using var scope = NewDisposeScope();
        using ExplanationContext context = input.Explainer.Open(input.Inputs, null);
        Tensor scores = context.Outputs.detach().mean([0, 1]);
        int first = (int)scores.argmax().item<long>();
        if (scores.numel() > 1 || scores.item<float>() >= 0) return Class(first, input, before);
        // A single score below 0 says no.
        return new NamedTarget(ExplanationTarget.Predicted, ExplanationTarget.PredictedProbability, $"{before}not “{input.NameOf(first)}”",
            input.ScoreUnit)
        { It = "its no" };
    }

    private static UcamException Unknown(string name, ExplainedInput input) => new(
        $"--target: {input.Model} has no answer or class '{name}'; give answer, aleatoric, "
            + "epistemic, predictive, one of its answers, or two parted by ~.")
    { Field = "target" };
}
