using Ucam.Vqa;
using static TorchSharp.torch;

namespace Ucam.Cli.Explain;

/// <summary>A model on one picture, ready to be explained.</summary>
/// <param name="Explainer">The model; disposed with this.</param>
/// <param name="Setup">What methods may need beside it.</param>
/// <param name="Inputs">All inputs, batch of 1; disposed with this.</param>
/// <param name="Shown">The part of the picture that the model sees.</param>
/// <param name="Model">The model's name.</param>
internal sealed record ExplainedInput(Explainer Explainer, ExplanationSetup Setup, Tensor[] Inputs, Picture Shown, string Model) : IDisposable
{
    /// <summary>The name of a class or answer.</summary>
    public required Func<int, string> NameOf { get; init; }

    /// <summary>The index of a class or answer by its name; null where there is none.</summary>
    public required Func<string, int?> IndexOf { get; init; }

    /// <summary>What the model answers; null where it answers no questions.</summary>
    public Answer? Answer { get; init; }

    /// <summary>Why the maps should not be relied on; null where nothing speaks against them.</summary>
    public string? Note { get; init; }

    /// <summary>The unit of a class's score: that of a logit, or where only its probability is known, of that one's logarithm.</summary>
    public string ScoreUnit { get; init; } = "logit";

    /// <summary>The most probable classes of a classifier; empty of a model that answers questions.</summary>
    public IReadOnlyList<LeadingClass> Leading { get; init; } = [];

    /// <summary>A map that costs many passes and says more than the usual ones; null where those say enough.</summary>
    public ExplanationEntry? Beyond { get; init; }

    /// <summary>What was assumed of the model and its pictures, a line each.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>How much each word speaks for a target, by two methods; null where there are no words.</summary>
    public Func<ExplanationTarget, IReadOnlyList<WordShare>>? Words { get; init; }

    public void Dispose()
    {
        Explainer.Dispose();
        foreach (Tensor input in Inputs) input.Dispose();
    }
}

/// <summary>A word of a question and how much it speaks for the target, in the target's unit.</summary>
internal sealed record WordShare(string Word, double GradientTimesInput, double Erasure);
