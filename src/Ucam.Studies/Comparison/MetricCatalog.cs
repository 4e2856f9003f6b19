using Ucam.Vqa;
using static Ucam.Studies.MetricRole;
using static Ucam.Vqa.MetricDirection;

namespace Ucam.Studies;

/// <summary>
/// Every metric a comparison knows, in the order of its tables. A new metric is a line here and its value in CellMetrics, CellTraining or
/// SeededTraining.
/// </summary>
public static class MetricCatalog
{
    private static readonly CompareMetric[] Own =
    [
        new("accuracy", "Accuracy", "%", Higher, Answers, 1, "Mean score of the answers; on VQA sets by the official ten-answer rule.")
        { Main = true },
        new("nll", "Negative log-likelihood", "nats", Lower, Answers, 3,
            "Mean −log p̄ of the true answer, p̄ being the mean over the dropout passes.") { Main = true },
        new("brier", "Brier score", "", Lower, Answers, 4, "Mean squared distance of p̄ from the true answer's indicator."),
        new("ece", "ECE", "%", Lower, Answers, 2, "Expected calibration error: mean gap of confidence and accuracy over 15 bins of equal width."),
        new("ece_mass", "ECE, equal mass", "%", Lower, Answers, 2, "Expected calibration error over 15 bins of equally many answers."),
        new("ece_classwise", "ECE, classwise", "%", Lower, Answers, 3,
            "Expected calibration error of each answer's probability on its own, averaged over the answers."),
        new("auroc", "AUROC", "", Higher, Mistakes, 4,
            "Probability that a wrong answer has a higher predictive entropy than a right one; 0.5 is chance.") { Decides = true, Main = true },
        new("aupr", "AUPR", "", Higher, Mistakes, 4, "Area under the precision–recall curve of finding wrong answers by predictive entropy."),
        new("aurc", "AURC", "", Lower, Mistakes, 4, "Area under the risk–coverage curve: mean error over all shares answered, the surest first.")
        { Decides = true, Main = true },
        new("e_aurc", "E-AURC", "", Lower, Mistakes, 4, "AURC less that of a perfect order, so that better answers alone do not lower it."),
        new("augrc", "AUGRC", "", Lower, Mistakes, 4,
            "Area under the generalised risk–coverage curve: mean share of undetected mistakes over all shares answered.") { Decides = true },
        new("coverage_at_5", "Coverage at 5 % risk", "%", Higher, Mistakes, 1,
            "Largest share that can be answered, the surest first, with at most 5 % mean error."),
        new("pearson", "Pearson, doubt and error", "", Higher, Mistakes, 4,
            "Pearson correlation of predictive entropy with −log p̄ of the true answer."),
        new("spearman", "Spearman, doubt and error", "", Higher, Mistakes, 4,
            "Rank correlation of predictive entropy with −log p̄ of the true answer."),
        new("ood_auroc", "AUROC, unfamiliar pictures", "", Higher, Mistakes, 4,
            "Probability that a picture that belongs to no class has a higher predictive entropy than one of the set; 0.5 is chance."),
        new("human_spearman", "Doubt against people's", "", Higher, People, 4,
            "Rank correlation of aleatoric uncertainty with the entropy of the true answer distribution.") { Main = true },
        new("divergence", "KL divergence", "nats", Lower, People, 4,
            "Mean Kullback–Leibler divergence from the true answer distribution to the predicted one."),
        new("js", "Jensen–Shannon divergence", "nats", Lower, People, 4,
            "Mean Jensen–Shannon divergence of the true and the predicted answer distribution."),
        new("map_energy", "Map energy in the region", "%", Higher, Maps, 2, "Share of a map's mass inside the true region.") { Main = true },
        new("map_energy_ratio", "Map energy over chance", "", Higher, Maps, 3,
            "Share of a map's mass inside the true region over the region's share of the picture; 1 is chance.") { Decides = true },
        new("pointing", "Pointing game", "%", Higher, Maps, 1, "Share of maps whose highest place is in the true region."),
        new("map_rank", "Rank correlation of maps", "", Higher, Maps, 4, "Spearman correlation of the map with people's maps over the grid's cells.")
        { Decides = true, Main = true },
        new("map_emd", "Earth mover's distance", "", Lower, Maps, 4,
            "Earth mover's distance of the map from people's maps, both of mass 1, in cells of the grid."),
        new("predictive", "Predictive entropy", "nats", Neither, Inside, 4, "Mean entropy of p̄."),
        new("aleatoric", "Aleatoric part", "nats", Neither, Inside, 4, "Mean expected entropy of the dropout passes."),
        new("epistemic", "Epistemic part", "nats", Neither, Inside, 4, "Mean mutual information of answer and dropout mask."),
        new("variance", "Logit variance", "", Neither, Inside, 4, "Mean σ² of the variance head."),
        new("empty_mask", "Empty certainty masks", "%", Neither, Inside, 2, "Share of training samples whose certainty mask was positive nowhere."),
        new("mask_entropy", "Entropy of the mask", "nats", Neither, Inside, 4, "Mean entropy of the certainty mask over the positions."),
        new("gradient_cosine", "Cosine of the gradients", "", Neither, Inside, 4,
            "Mean cosine of the gradients of the answer loss and of the uncertainty loss at the masked activation."),
        new("gradient_ratio", "Ratio of the gradients", "", Neither, Inside, 4,
            "Mean length of the uncertainty loss's gradient at the masked activation over that of the answer loss's."),
        new("train_seconds", "Training time", "s", Lower, Cost, 1, "Seconds to train the cell."),
        new("questions_per_second", "Questions per second", "", Higher, Cost, 0, "Questions answered a second with all dropout passes."),
        new("epochs", "Epochs", "", Neither, Cost, 1, "Epochs trained before stopping."),
        new("parameters", "Parameters", "", Neither, Cost, 0, "Trained numbers."),
    ];

    /// <summary>The known metrics, those that were added to <see cref="EvaluationMetrics"/> last.</summary>
    public static IReadOnlyList<CompareMetric> All => [.. Own, .. EvaluationMetrics.All.Select(Added)];

    private static readonly Dictionary<string, int> Places = Own.Select((metric, place) => (metric.Name, place))
        .ToDictionary(m => m.Name, m => m.place);

    /// <summary>What is known of a metric; one that is not in the catalogue is shown under its own name, without a direction.</summary>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    public static CompareMetric Find(string name) => Places.TryGetValue(name, out int place) ? Own[place]
        : EvaluationMetrics.All.FirstOrDefault(metric => metric.Name == name) is { } added ? Added(added)
        : new CompareMetric(name, name, "", Neither, Other, 4, "Not in the catalogue.");

    /// <summary>Place of a metric in the catalogue's order; others come last.</summary>
    internal static int Place(string name) => Places.GetValueOrDefault(name, Own.Length);

    /// <summary>Whether it is a metric of the comparisons' own.</summary>
    internal static bool IsOwn(string name) => Places.ContainsKey(name);

    private static CompareMetric Added(EvaluationMetric metric) => new(metric.Name, metric.Title, "", metric.Direction, Other, 4,
        metric.Definition.Length > 0 ? metric.Definition : "Added by the application.");
}
