namespace Ucam.Vqa.Training.Recipes;

/// <summary>Every variant (docs/method.md §2–§4). A new one is a line here.</summary>
internal static class TrainingVariants
{
    /// <summary>All variants, the baseline first.</summary>
    public static IReadOnlyList<TrainingVariant> All => Catalogue.All;

    /// <summary>The names of those in the published tables, from the plain to the full one.</summary>
    public static IReadOnlyList<string> Published => [.. All.Where(variant => variant.Published is not null).Select(variant => variant.Name)];

    private static readonly Catalogue<TrainingVariant> Catalogue = new("a variant", variant => variant.Name,
        new("baseline", "L_y alone", r => Plain(r, LossKind.CrossEntropy)) { Published = "Baseline" },
        new("baseline-passes", "L_y and its mean over further dropout passes: the passes of PUL without its noise", r =>
            Plain(r, LossKind.Repeated)),
        new("aul", "L_y + L_u with the aleatoric variance", r => Plain(r, LossKind.Aleatoric)) { Published = "AUL" },
        new("pul", "L_y + L_u with the predictive variance", r => Plain(r, LossKind.Predictive)) { Published = "PUL" },
        new("a-gca", "AUL with gradient certainty on the whole gradient", Aleatoric(c => c)) { Published = "A-GCA" },
        new("p-gca", "PUL with gradient certainty on the whole gradient", Predictive(c => c)) { Published = "P-GCA" },
        new("a-gca-prediction", "A-GCA, the mask on ∂L_y alone", Aleatoric(c => c with { Target = CertaintyTarget.PredictionOnly })),
        new("a-gca-additive", "A-GCA with the mask added as in the published algorithm",
            Aleatoric(c => c with { Combine = CertaintyCombine.Additive })),
        new("a-gca-activation", "A-GCA with the mask weighted by the activation (CADA)",
            Aleatoric(c => c with { Combine = CertaintyCombine.ActivationWeighted })),
        new("a-gca-agreeing", "A-GCA with the mask turned round, an ablation", Aleatoric(c => c with { Sign = CertaintySign.Agreeing })),
        new("a-gca-entropy", "A-GCA with the answers' entropy as the doubt that makes the mask", r =>
            Aleatoric(c => c)(r) with { CertaintyDoubt = CertaintyDoubt.Entropy }),
        new("p-gca-prediction", "P-GCA, the mask on ∂L_y alone", Predictive(c => c with { Target = CertaintyTarget.PredictionOnly })),
        new("p-gca-additive", "P-GCA with the mask added as in the published algorithm",
            Predictive(c => c with { Combine = CertaintyCombine.Additive })),
        new("p-gca-activation", "P-GCA with the mask weighted by the activation (CADA)",
            Predictive(c => c with { Combine = CertaintyCombine.ActivationWeighted })),
        new("p-gca-activation-answer", "P-GCA with the mask weighted by the activation and made by L_y, a control", r =>
            Predictive(c => c with { Combine = CertaintyCombine.ActivationWeighted })(r) with { CertaintyDoubt = CertaintyDoubt.AnswerLoss }),
        new("p-gca-agreeing", "P-GCA with the mask turned round, an ablation", Predictive(c => c with { Sign = CertaintySign.Agreeing })),
        new("p-gca-entropy", "P-GCA with the answers' entropy as the doubt that makes the mask", r =>
            Predictive(c => c)(r) with { CertaintyDoubt = CertaintyDoubt.Entropy }),
        new("attention-certainty", "L_y, and the attention learns from the map of its own certainty", Lesson(AttentionTeacher.Certainty)),
        new("attention-truth", "L_y, and the attention learns from the map of what speaks for the truth, a control", Lesson(AttentionTeacher.Truth)),
        new("attention-doubt", "L_y, and the attention learns from the map of its own doubt, an ablation", Lesson(AttentionTeacher.Doubt)));

    /// <summary>The plain one.</summary>
    public static TrainingVariant Baseline => All[0];

    /// <summary>The variant of that name; null where there is none.</summary>
    public static TrainingVariant? TryFind(string name) => Catalogue.Find(name);

    /// <summary>The variant of that name.</summary>
    /// <exception cref="UcamException">There is none.</exception>
    public static TrainingVariant Find(string name) => Catalogue.Find(name)
        ?? throw new UcamException($"variants has '{name}'; it must be one of {Catalogue.Names}.") { Field = "variants" };

    // A loss alone; what a variant adds to it, it sets itself.
    private static HeadRecipe Plain(HeadRecipe common, LossKind loss) => common with { Loss = loss, Certainty = null, Attention = null };

    private static Func<HeadRecipe, HeadRecipe> Aleatoric(Func<GradientCertaintyOptions, GradientCertaintyOptions> change) =>
        r => Plain(r, LossKind.Aleatoric) with { Certainty = change(r.Certainty ?? new GradientCertaintyOptions()) };

    private static Func<HeadRecipe, HeadRecipe> Lesson(AttentionTeacher teacher) =>
        r => Plain(r, LossKind.CrossEntropy) with { Attention = (r.Attention ?? new AttentionRecipe()) with { Teacher = teacher } };

    private static Func<HeadRecipe, HeadRecipe> Predictive(Func<GradientCertaintyOptions, GradientCertaintyOptions> change) =>
        r => Plain(r, LossKind.Predictive) with { Certainty = change(r.Certainty ?? new GradientCertaintyOptions()) };
}
