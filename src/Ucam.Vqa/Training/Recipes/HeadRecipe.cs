using Ucam.Uncertainty.Losses;

namespace Ucam.Vqa.Training.Recipes;

/// <summary>What the head is trained with.</summary>
internal enum LossKind
{
    /// <summary>L_y alone.</summary>
    CrossEntropy,

    /// <summary>L_y + L_u with L_u = L_p + UDL + VE (docs/method.md §2): AUL, or A-GCA with gradient certainty.</summary>
    Aleatoric,

    /// <summary>The same with the predictive variance in the noise (docs/method.md §3): PUL, or P-GCA with gradient certainty.</summary>
    Predictive,

    /// <summary>
    /// L_y + the mean of L_y over as many dropout passes as PUL has (multi-sample dropout, Inoue 2019): PUL's cost without its noise.
    /// </summary>
    Repeated,
}

/// <summary>What the certainty mask takes for the doubt (docs/method.md §4).</summary>
internal enum CertaintyDoubt
{
    /// <summary>L_u, as published. Where σ² is small L_u is nearly L_y, and so is its gradient.</summary>
    UncertaintyLoss,

    /// <summary>The entropy of the answers' distribution, H[softmax(y)], which no truth goes into.</summary>
    Entropy,

    /// <summary>
    /// L_y, a control: a mask in whose making uncertainty has no part. Of use with <see cref="CertaintyCombine.ActivationWeighted"/> alone,
    /// since −∂L_y·∂L_y is nowhere positive.
    /// </summary>
    AnswerLoss,
}

/// <summary>In which order an epoch goes through the questions; a new one every epoch.</summary>
internal enum QuestionOrder
{
    /// <summary>Pictures shuffled, the questions of a picture together: each picture is read once an epoch.</summary>
    Grouped,

    /// <summary>Questions shuffled, as published: a picture is read for every question.</summary>
    Shuffled,
}

/// <summary>How the head is trained on frozen features.</summary>
internal sealed record HeadRecipe
{
    /// <summary>The loss.</summary>
    public LossKind Loss { get; init; } = LossKind.Aleatoric;

    /// <summary>T and the forms and weights of L_u, for the aleatoric and the predictive loss.</summary>
    public AleatoricLossOptions Uncertainty { get; init; } = new();

    /// <summary>T_w, dropout passes of a step of the predictive loss, 2 to 1000.</summary>
    [From(2, 1000)]
    public int PredictivePasses { get; init; } = 5;

    /// <summary>Gradient certainty at the attention (docs/method.md §4); null for none. Needs a loss with L_u.</summary>
    public GradientCertaintyOptions? Certainty { get; init; }

    /// <summary>What gradient certainty takes for the doubt.</summary>
    public CertaintyDoubt CertaintyDoubt { get; init; } = CertaintyDoubt.UncertaintyLoss;

    /// <summary>What the attention learns from its own evidence (docs/method.md §4c), beside L_y; null for nothing. Needs L_y alone.</summary>
    public AttentionRecipe? Attention { get; init; }

    /// <summary>An optimiser of its own for the variance head; null trains it with the head.</summary>
    public VarianceRecipe? Variance { get; init; }

    /// <summary>The order of the questions.</summary>
    public QuestionOrder Order { get; init; } = QuestionOrder.Grouped;

    /// <summary>K, the most frequent answers kept.</summary>
    [From(2, 100_000)]
    public int Answers { get; init; } = 3000;

    /// <summary>Length and speed.</summary>
    public FitRecipe Fit { get; init; } = new();

    /// <summary>Epochs of the blind model, which sees the question only; 0 leaves it out.</summary>
    [From(0, 1000)]
    public int BlindEpochs { get; init; } = 3;

    /// <summary>Checks that the loss goes with the rest, where it is not a variant that says both.</summary>
    /// <exception cref="UcamException">It does not.</exception>
    internal void CheckLoss(SettingsPlace at)
    {
        if (Certainty is not null && Loss is (LossKind.CrossEntropy or LossKind.Repeated))
            throw at.Wrong(nameof(Certainty), $"needs an uncertainty loss; set {at.Key(nameof(Loss))} to "
                + $"{at.Word(nameof(LossKind.Aleatoric))} or {at.Word(nameof(LossKind.Predictive))}.");
        if (Attention is not null && Loss != LossKind.CrossEntropy)
            throw at.Wrong(nameof(Attention), $"goes with L_y alone; set {at.Key(nameof(Loss))} to {at.Word(nameof(LossKind.CrossEntropy))}.");
    }
}
