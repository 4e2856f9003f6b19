using static TorchSharp.torch;

namespace Ucam.Uncertainty.Estimators;

/// <summary>Puts modules into evaluation mode until it is disposed, and then each part back into the mode it was in.</summary>
internal sealed class EvaluationMode : IDisposable
{
    private readonly List<(nn.Module Module, bool Training)> _before = [];

    public EvaluationMode(nn.Module module)
    {
        _before.Add((module, module.training));
        foreach (nn.Module part in module.modules()) _before.Add((part, part.training));
        module.eval();
    }

    public void Dispose()
    {
        // A parent's mode spreads to its parts, which stand after it in the list.
        foreach ((nn.Module module, bool training) in _before) module.train(training);
    }
}
