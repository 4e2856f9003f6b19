using static TorchSharp.torch;

namespace Ucam.Vqa.Training.Steps;

/// <summary>Looks whether gradients are finite before they move a weight: one reduction of all, and one wait for the device.</summary>
internal static class FiniteGradients
{
    /// <summary>What is not finite, as the subject of a sentence; null where all gradients are.</summary>
    public static string? Fault(IReadOnlyList<(string Name, Tensor Parameter)> parameters)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor[] sums = [.. parameters.Select(p => p.Parameter.grad).OfType<Tensor>().Select(gradient => gradient.sum())];
        // A NaN or an infinity anywhere is one in the sum; large finite numbers can be one there too, so that it only says when to look.
        if (sums.Length == 0 || float.IsFinite(stack(sums).sum().cpu().item<float>())) return null;
        foreach ((string name, Tensor parameter) in parameters)
            if (parameter.grad is { } gradient && !gradient.isfinite().all().cpu().item<bool>()) return $"a gradient of {name}";
        return null;
    }

    /// <summary>Refuses gradients that are not finite, for a training that no recipe speaks of.</summary>
    /// <exception cref="UcamException">One is not; the message says of which parameter and where.</exception>
    public static void Require(string training, string where, IReadOnlyList<(string Name, Tensor Parameter)> parameters)
    {
        if (Fault(parameters) is { } what)
            throw new NotFiniteException(what, "", $"{training}: {what} is not a finite number ({where}), so that nothing can be learned from "
                + "it; look at what it learns from.");
    }
}
