using Ucam.Certainty;
using Ucam.Numbers;
using Ucam.Uncertainty;
using Ucam.Uncertainty.Losses;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training.Recipes;
using static TorchSharp.torch;

namespace Ucam.Vqa.Training.Steps;

/// <summary>The losses of a recipe and their backward pass, with or without gradient certainty, for any network that ends in logits.</summary>
internal sealed class UncertaintyStep(VarianceHead variance, HeadRecipe recipe) : IDisposable
{
    private readonly GradientCertainty? _certainty = recipe.Certainty is { } options ? new GradientCertainty(options) : null;

    /// <summary>The activation (B,P,C), marked where the recipe has gradient certainty; the network must go on from what this returns.</summary>
    public Tensor Mark(Tensor activation) => _certainty is null ? activation : _certainty.Mark(activation);

    /// <summary>Adds the gradients of one batch.</summary>
    /// <param name="gathered">What the passes start from, (B,F).</param>
    /// <param name="classify">The rest of the network, (…,F) → logits (…,K), with dropout masks of their own for each row.</param>
    /// <param name="targets">(B,K), rows sum to at most 1.</param>
    /// <param name="noise">Randomness of the distorted logits.</param>
    /// <param name="progress">Share of the training that is done, 0 to 1.</param>
    /// <param name="beside">From the logits (B,K) to what is added to L_y, a scalar, where the loss is L_y alone; null for nothing.</param>
    /// <returns>The loss, a scalar, the logits (B,K) of L_y, and their σ² (B,1); without a gradient, disposed with the enclosing scope.</returns>
    public (Tensor Loss, Tensor Logits, Tensor Variance) Backward(Tensor gathered, Func<Tensor, Tensor> classify, Tensor targets, NoiseSource noise,
        double progress, Func<Tensor, Tensor>? beside = null)
    {
        using var scope = NewDisposeScope();
        if (_certainty is not null) _certainty.Progress = progress;
        (Tensor loss, Tensor logits, Tensor deviation) = recipe.Loss is LossKind.Predictive or LossKind.Repeated
            ? WithPasses(gathered, classify, targets, noise) : WithoutPasses(classify(gathered), targets, noise, beside);
        return (loss.detach().MoveToOuterDisposeScope(), logits.detach().MoveToOuterDisposeScope(), deviation.detach().MoveToOuterDisposeScope());
    }

    /// <summary>What gradient certainty did since the last call; null without it.</summary>
    public CertaintyStatistics? TakeStatistics() => _certainty?.TakeEpochStatistics();

    public void Dispose() => _certainty?.Dispose();

    private (Tensor Loss, Tensor Logits, Tensor Variance) WithoutPasses(Tensor logits, Tensor targets, NoiseSource noise,
        Func<Tensor, Tensor>? beside)
    {
        Tensor deviation = variance.call(logits), answer = SoftCrossEntropy.PerSample(logits, targets).mean(), loss = answer;
        if (recipe.Loss == LossKind.CrossEntropy)
        {
            if (beside is not null) loss = answer + beside(logits);
            loss.backward();
        }
        else
        {
            Tensor doubt = AleatoricLoss.Compute(logits, deviation, targets, recipe.Uncertainty, noise).Uncertainty();
            loss = answer + doubt;
            if (_certainty is null) loss.backward();
            else Explained(logits, () => _certainty.Backward(answer, doubt, deviation, Masking(answer, logits)));
        }
        return (loss, logits, deviation);
    }

    /// <summary>L_y on the first pass and L_u, or L_y once more, on the others; all passes are one product with the weights.</summary>
    private (Tensor Loss, Tensor Logits, Tensor Variance) WithPasses(Tensor gathered, Func<Tensor, Tensor> classify, Tensor targets,
        NoiseSource noise)
    {
        // Cut where the passes part: one backward pass above then tells the gradients of the two losses apart, since no pass has both.
        int count = recipe.PredictivePasses;
        Tensor repeated = _certainty is null ? gathered.expand(count + 1, -1, -1) : gathered.detach().expand(count + 1, -1, -1).requires_grad_();
        Tensor all = classify(repeated), logits = all[0], passes = all.narrow(0, 1, count), deviations = variance.call(all);
        Tensor answer = SoftCrossEntropy.PerSample(logits, targets).mean();
        Tensor doubt = recipe.Loss == LossKind.Repeated ? SoftCrossEntropy.PerSample(passes.flatten(0, 1), targets.repeat(count, 1)).mean()
            : PredictiveLoss.Compute(passes, deviations.narrow(0, 1, count), targets, recipe.Uncertainty, noise).Uncertainty();
        Tensor loss = answer + doubt;
        if (_certainty is null) loss.backward();
        else
        {
            Explained(logits, () => GradientCertainty.CheckLosses(answer, doubt));
            _certainty.BackwardFrom(gathered, Apart(repeated, loss, logits), deviations[0]);
        }
        return (loss, logits, deviations[0]);
    }

    /// <summary>
    /// Runs the backward pass down to the repeated vector (1+n,B,F), whose first row alone L_y depends on, and the doubt of the mask with it.
    /// </summary>
    private SplitGradients Apart(Tensor repeated, Tensor loss, Tensor logits)
    {
        Tensor? ofEntropy = null;
        if (recipe.CertaintyDoubt == CertaintyDoubt.Entropy)
        {
            autograd.backward([Nats.EntropyOfLogits(logits).mean()], retain_graph: true, inputs: [repeated]);
            ofEntropy = repeated.grad![0].clone();
            repeated.grad = null;
        }
        loss.backward();
        Tensor gradients = repeated.grad!, ofAnswer = gradients[0];
        return new SplitGradients(ofAnswer, gradients.narrow(0, 1, gradients.shape[0] - 1).sum([0]),
            recipe.CertaintyDoubt == CertaintyDoubt.AnswerLoss ? ofAnswer : ofEntropy);
    }

    /// <summary>Names the logits where a loss is not finite since they are not.</summary>
    private static void Explained(Tensor logits, Action backward)
    {
        try
        {
            backward();
        }
        catch (NotFiniteException e) when (!logits.isfinite().all().cpu().item<bool>())
        {
            throw new NotFiniteException("a logit", "", e.Message);
        }
    }

    /// <summary>What the mask takes for the doubt in place of L_u, a scalar; null for L_u.</summary>
    private Tensor? Masking(Tensor answer, Tensor logits) => recipe.CertaintyDoubt switch
    {
        CertaintyDoubt.Entropy => Nats.EntropyOfLogits(logits).mean(),
        CertaintyDoubt.AnswerLoss => answer,
        _ => null,
    };
}
