using System.Globalization;
using Ucam.Uncertainty.Losses;

namespace Ucam.Vqa.Training.Recipes;

/// <summary>A variant that a comparison's recipe makes of a known one, to sweep a setting or to give one variant more time.</summary>
internal sealed record OwnVariant
{
    /// <summary>Name of the variant in <see cref="TrainingVariants"/> that it starts from.</summary>
    [VariantName]
    public required string From { get; init; }

    /// <summary>T and the forms and weights of L_u, in place of the recipe's as a whole; null for the recipe's.</summary>
    public AleatoricLossOptions? Uncertainty { get; init; }

    /// <summary>
    /// Settings of gradient certainty, in place of the variant's but for target, combine and sign where they are the defaults; null for the
    /// variant's. Needs a variant that has it.
    /// </summary>
    public GradientCertaintyOptions? Certainty { get; init; }

    /// <summary>
    /// What the attention learns, in place of the variant's but for the teacher where it is the default; null for the variant's. Needs a variant
    /// that has it.
    /// </summary>
    public AttentionRecipe? Attention { get; init; }

    /// <summary>T_w, dropout passes of a step of the predictive loss; null for the recipe's.</summary>
    [RangeOf(typeof(HeadRecipe), nameof(HeadRecipe.PredictivePasses))]
    public int? PredictivePasses { get; init; }

    /// <summary>Passes over the data; null for the recipe's.</summary>
    [RangeOf(typeof(FitRecipe), nameof(FitRecipe.Epochs))]
    public int? Epochs { get; init; }

    /// <summary>
    /// Epochs of the start that it goes on from, in place of the method's, so that an ensemble of equal cost can divide them; null for the method's.
    /// </summary>
    [RangeOf(typeof(FitRecipe), nameof(FitRecipe.Epochs))]
    public int? StartEpochs { get; init; }

    /// <summary>Peak learning rate; null for the method's.</summary>
    [RangeOf(typeof(FitRecipe), nameof(FitRecipe.LearningRate))]
    public double? LearningRate { get; init; }

    /// <summary>Samples a step; null for the recipe's.</summary>
    [RangeOf(typeof(FitRecipe), nameof(FitRecipe.Batch))]
    public int? Batch { get; init; }

    /// <summary>
    /// Networks of one ensemble, 1 to 100: trained from different seeds, their distributions averaged (Lakshminarayanan et al. 2017).
    /// </summary>
    [From(1, 100)]
    public int Members { get; init; } = 1;

    /// <summary>
    /// Whether the logits are divided by a temperature that is fitted on the validation set once the network is trained (Guo et al. 2017).
    /// </summary>
    public bool Temperature { get; init; }

    /// <summary>What it is, in one line: the variant it starts from, and what is changed.</summary>
    public string Definition => Changes().ToArray() is { Length: > 0 } changes ? $"{From} with {string.Join(", ", changes)}" : From;

    private IEnumerable<string> Changes()
    {
        if (Epochs is { } epochs) yield return $"{epochs} epochs";
        if (StartEpochs is { } start) yield return $"a start of {start} epochs";
        if (LearningRate is { } rate) yield return $"a rate of {rate}";
        if (Batch is { } batch) yield return $"batches of {batch}";
        if (PredictivePasses is { } passes) yield return $"{passes} passes a step";
        if (Uncertainty is { } loss) yield return $"uncertainty: {SettingsText.InWords(loss)}";
        if (Attention is { } lesson) yield return $"attention: {SettingsText.InWords(lesson)}";
        if (Certainty is { } mask) yield return $"certainty: {SettingsText.InWords(mask)}";
        if (Members > 1) yield return $"{Members} networks together";
        if (Temperature) yield return "a temperature fitted on validation";
    }

    /// <summary>Checks that the variant it starts from has what it sets.</summary>
    /// <exception cref="UcamException">That variant is unknown, or has no certainty, or no lesson of the attention, to set.</exception>
    internal void CheckStart(SettingsPlace at)
    {
        if (Certainty is not null && TrainingVariants.Find(From).Apply(new HeadRecipe()).Certainty is null)
            throw at.Wrong(nameof(Certainty), $"is set, but {From} has none; start from a-gca or p-gca.");
        if (Attention is not null && TrainingVariants.Find(From).Apply(new HeadRecipe()).Attention is null)
            throw at.Wrong(nameof(Attention), $"is set, but the attention of {From} learns nothing; start from attention-certainty.");
    }

    /// <summary>
    /// What stands at its default where the variant is named for something else, which stays: who writes it out would be told nothing.
    /// </summary>
    internal IEnumerable<OwnConflict> Conflicts
    {
        get
        {
            HeadRecipe named = TrainingVariants.Find(From).Apply(new HeadRecipe());
            (string Group, string Key, Enum? Set, Enum? Named)[] all =
            [
                ("attention", "teacher", Attention?.Teacher, named.Attention?.Teacher),
                ("certainty", "target", Certainty?.Target, named.Certainty?.Target),
                ("certainty", "combine", Certainty?.Combine, named.Certainty?.Combine),
                ("certainty", "sign", Certainty?.Sign, named.Certainty?.Sign),
            ];
            return from one in all
                   where one is { Set: not null, Named: not null } && !one.Set.Equals(one.Named)
                       && Convert.ToInt32(one.Set, CultureInfo.InvariantCulture) == 0
                   select new OwnConflict(one.Group, one.Key, SettingsPlace.InFile.Word($"{one.Set}"), SettingsPlace.InFile.Word($"{one.Named}"));
        }
    }

    /// <summary>The recipe of its networks.</summary>
    internal HeadRecipe Apply(HeadRecipe common)
    {
        HeadRecipe own = TrainingVariants.Find(From).Apply(common with
        {
            Uncertainty = Uncertainty ?? common.Uncertainty,
            PredictivePasses = PredictivePasses ?? common.PredictivePasses,
            Fit = common.Fit with
            {
                Epochs = Epochs ?? common.Fit.Epochs,
                LearningRate = LearningRate ?? common.Fit.LearningRate,
                Batch = Batch ?? common.Fit.Batch,
            },
        });
        return own with { Certainty = Kept(Certainty, own.Certainty), Attention = Kept(Attention, own.Attention) };
    }

    // What a variant is named for stays what it is where nothing else is named, or "from: attention-truth" would learn from certainty.
    private static AttentionRecipe? Kept(AttentionRecipe? set, AttentionRecipe? named) => set is null || named is null
        ? named : set with { Teacher = Other(set.Teacher, named.Teacher) };

    private static GradientCertaintyOptions? Kept(GradientCertaintyOptions? set, GradientCertaintyOptions? named) => set is null || named is null
        ? named : set with
        {
            Target = Other(set.Target, named.Target),
            Combine = Other(set.Combine, named.Combine),
            Sign = Other(set.Sign, named.Sign),
        };

    private static T Other<T>(T set, T named) where T : struct, Enum => EqualityComparer<T>.Default.Equals(set, default) ? named : set;
}
