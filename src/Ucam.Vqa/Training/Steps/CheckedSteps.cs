using Ucam.Vqa.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Training.Steps;

/// <summary>Where a training stands.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Step">Of the epoch, from 1.</param>
/// <param name="Rate">The learning rate.</param>
internal readonly record struct StepPlace(int Epoch, long Step, double Rate);

/// <summary>
/// Looks at loss and gradients of every step before a weight is moved, so that no weight, best epoch or checkpoint ever holds what is not
/// finite.
/// </summary>
internal sealed class CheckedSteps : IDisposable
{
    private readonly EpochPlan _plan;
    private readonly FaultySteps _faults;
    private readonly (string Name, Tensor Parameter)[] _parameters;

    // A step that is left out must leave no trace in running means either; they are kept where it can be left out.
    private readonly (Tensor Buffer, Tensor Kept)[] _buffers = [];

    /// <summary>For a training of some parts.</summary>
    public CheckedSteps(EpochPlan plan, TrainerOptions options, EpochState? state, IReadOnlyList<(string Prefix, Module Module)> parts)
    {
        _plan = plan;
        _faults = new FaultySteps(plan, options, state);
        _faults.Forget();
        _parameters = [.. parts.SelectMany(part => part.Module.named_parameters()
            .Select(p => (ModuleTensors.NameOf(part.Prefix, p.name), (Tensor)p.parameter)))];
        if (plan.Fit.NotFinite == Recipes.NotFinite.Skip)
            _buffers = [.. parts.SelectMany(part => part.Module.buffers()).Select(b => (b, b.clone().DetachFromDisposeScope()))];
    }

    /// <summary>Steps that were left out.</summary>
    public int Skipped => _faults.Count;

    /// <summary>Those of them since the last step that was taken.</summary>
    public int SkippedInARow => _faults.InARow;

    public void Dispose()
    {
        foreach ((_, Tensor kept) in _buffers) kept.Dispose();
    }

    /// <summary>What a step came to; null where it is to be left out.</summary>
    /// <param name="step">Adds the gradients.</param>
    /// <param name="place">Where the training stands.</param>
    /// <param name="ids">What the step was given; null where that has no ids.</param>
    /// <exception cref="UcamException">Something is not finite, and the training ends for that.</exception>
    public StepSums? Try(Func<StepSums> step, StepPlace place, Func<BatchIds?> ids)
    {
        foreach ((Tensor buffer, Tensor kept) in _buffers) kept.copy_(buffer);
        string? fault, advice = null;
        StepSums sums = default;
        try
        {
            sums = step();
            fault = sums.Fault ?? (_plan.ChecksLoss && !double.IsFinite(sums.MeanLoss) ? "the loss" : FiniteGradients.Fault(_parameters));
        }
        catch (NotFiniteException e)
        {
            (fault, advice) = (e.What, e.Advice.Length > 0 ? e.Advice : null);
        }
        if (fault is null)
        {
            _faults.Taken();
            return sums;
        }
        using var quiet = no_grad();
        foreach ((Tensor buffer, Tensor kept) in _buffers) buffer.copy_(kept);
        _faults.Meet(new FaultyStep(place.Epoch, place.Step, fault, place.Rate, ids() ?? new BatchIds([], [])), advice);
        return null;
    }
}
