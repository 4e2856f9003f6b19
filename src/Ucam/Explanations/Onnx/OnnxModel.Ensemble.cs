using Ucam.Uncertainty.Estimators;
using static TorchSharp.torch;

namespace Ucam;

public sealed partial class OnnxModel
{
    /// <summary>
    /// Files of one network, trained from different seeds, as one estimator: p̄ is the mean of their probabilities, and what they disagree on is
    /// the model's own part of the doubt (Lakshminarayanan, Pritzel and Blundell 2017).
    /// </summary>
    /// <param name="models">At least one, five as published, with the same classes; they stay the caller's and are needed as long as it.</param>
    /// <param name="given">Their inputs beside the picture, as for <see cref="Explain(IReadOnlyDictionary{string, Tensor}, ExplainerOptions?)"/>;
    /// null for none.</param>
    /// <returns>Takes what the picture's input takes, batch first; refuses networks whose scores are labels of their own.</returns>
    /// <exception cref="UcamException">There is no model.</exception>
    public static IUncertaintyEstimator Ensemble(IReadOnlyList<OnnxModel> models, IReadOnlyDictionary<string, Tensor>? given = null)
    {
        ArgumentNullException.ThrowIfNull(models);
        return new DeepEnsemble([.. models.Select(model => (Func<Tensor, Tensor>)(pictures => model.ClassScores(pictures, given)))]);
    }

    private Tensor ClassScores(Tensor pictures, IReadOnlyDictionary<string, Tensor>? given)
    {
        Tensor scores = Forward(pictures, given ?? new Dictionary<string, Tensor>()).Scores;
        return scores.shape[1] == 1 || !Scores.AreLabels ? scores
            : throw Wrong("each of its scores is a label of its own, of which an ensemble's doubt is not told");
    }
}
