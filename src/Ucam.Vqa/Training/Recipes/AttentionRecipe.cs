namespace Ucam.Vqa.Training.Recipes;

/// <summary>Whose map the attention learns from.</summary>
internal enum AttentionTeacher
{
    /// <summary>Its own certainty: c = −H of the answers' distribution, which no truth goes into.</summary>
    Certainty,

    /// <summary>What speaks for the truth: c = −L_y, a control in which uncertainty has no part.</summary>
    Truth,

    /// <summary>What its doubt comes from: c = H, the first turned round, an ablation.</summary>
    Doubt,
}

/// <summary>
/// The attention learns from its own evidence (docs/method.md §4c): L_y + λ·KL(m ‖ a), m the positive part of a ⊙ ∂c/∂a over its sum, for each
/// glimpse; no gradient goes through m.
/// </summary>
internal sealed record AttentionRecipe
{
    /// <summary>What c is.</summary>
    public AttentionTeacher Teacher { get; init; } = AttentionTeacher.Certainty;

    /// <summary>λ, above 0, at most 100.</summary>
    [Above(0, AtMost = 100)]
    public double Weight { get; init; } = 0.02;

    /// <summary>Share of the training over which λ rises linearly from 0, 0 to 1.</summary>
    [From(0, 1)]
    public double WarmUp { get; init; } = 0.2;
}
