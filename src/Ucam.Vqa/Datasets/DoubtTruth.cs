namespace Ucam.Vqa.Datasets;

/// <summary>Why people doubt the answer to one question.</summary>
/// <param name="Parts">The difficulties of this picture, and those of other pictures made from the same scene.</param>
/// <param name="Entropy">Of people's answers, in nats.</param>
/// <param name="Repaired">The same with every difficulty repaired.</param>
/// <param name="Relevant">The objects whose difficulties matter for the question, here or in the other pictures.</param>
/// <param name="Control">The object that has the same difficulties as a relevant one and does not matter; −1 for none.</param>
/// <param name="Others">The objects that have no difficulty and do not decide.</param>
internal sealed record DoubtTruth(IReadOnlyList<DoubtPart> Parts, double Entropy, double Repaired, IReadOnlyList<int> Relevant, int Control,
    IReadOnlyList<int> Others)
{
    /// <summary>The share of one object's difficulties in the doubt, in nats.</summary>
    public double Of(int k) => Parts.Where(part => part.Object == k).Sum(part => part.Shapley);

    /// <summary>The objects that have difficulties in this picture.</summary>
    public IReadOnlyList<int> Difficult => [.. Parts.Where(part => part.Present).Select(part => part.Object).Distinct()];
}

/// <summary>One difficulty of one object.</summary>
/// <param name="Object">Index of the object.</param>
/// <param name="Cause">What it is, in one word.</param>
/// <param name="Strength">How strong it is, in the cause's own unit.</param>
/// <param name="Present">Whether this picture has it.</param>
/// <param name="Shapley">Its Shapley value in people's entropy, in nats; 0 where it is not present. They sum to the entropy less the repaired
/// picture's.</param>
internal sealed record DoubtPart(int Object, string Cause, double Strength, bool Present, double Shapley);
