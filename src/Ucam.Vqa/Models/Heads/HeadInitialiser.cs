using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Models.Heads;

internal static class HeadInitialiser
{
    private const string ForgetGateOwner = "lstm.bias_ih_l0";

    /// <summary>Xavier-uniform weights and zero biases but for the forget gate; each LSTM gate on its own (docs/method.md §1, init).</summary>
    public static void Initialise(Module model, double forgetBias = 0)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        foreach ((string name, var parameter) in model.named_parameters())
        {
            if (name.Contains("embedding", StringComparison.Ordinal)) continue;
            if (parameter.dim() < 2) init.zeros_(parameter);
            else if (name.Contains("lstm", StringComparison.Ordinal))
                foreach (Tensor gate in parameter.chunk(4, 0)) init.xavier_uniform_(gate);
            else init.xavier_uniform_(parameter);
            // The gates of libtorch's LSTM stand in the order input, forget, cell, output.
            if (name.EndsWith(ForgetGateOwner, StringComparison.Ordinal)) parameter.chunk(4, 0)[1].fill_(forgetBias);
        }
    }
}
