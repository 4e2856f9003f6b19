using Ucam.Uncertainty.Estimators;
using static TorchSharp.torch;

namespace Ucam.Explanations.Running;

/// <summary>Evaluation mode and no gradient to the parameters, until it is disposed; then everything as it was.</summary>
internal sealed class FrozenModel : IDisposable
{
    private readonly List<EvaluationMode> _modes = [];
    private readonly List<Tensor> _trained = [];

    public FrozenModel(IEnumerable<nn.Module> parts)
    {
        foreach (nn.Module part in parts)
        {
            _modes.Add(new EvaluationMode(part));
            _trained.AddRange(part.parameters().Where(parameter => parameter.requires_grad));
        }
        foreach (Tensor parameter in _trained) parameter.requires_grad = false;
    }

    public void Dispose()
    {
        foreach (Tensor parameter in _trained) parameter.requires_grad = true;
        foreach (EvaluationMode mode in _modes) mode.Dispose();
    }
}
