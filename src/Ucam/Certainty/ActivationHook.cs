using static TorchSharp.torch;

namespace Ucam.Certainty;

/// <summary>A forward hook on a submodule that is found by its name.</summary>
internal static class ActivationHook
{
    private const int NamesShown = 8;

    /// <summary>Passes the submodule's output through a function, null leaving it as it is; the result removes the hook.</summary>
    public static Action Register(nn.Module model, string activation, Func<Tensor, Tensor?> replace)
    {
        nn.Module? module = model.named_modules().FirstOrDefault(entry => entry.name == activation).module;
        return module switch
        {
            nn.Module<Tensor, Tensor> one => one.register_forward_hook((_, _, output) => replace(output)!).remove,
            nn.Module<Tensor, Tensor, Tensor> two => two.register_forward_hook((_, _, _, output) => replace(output)!).remove,
            null => throw new UcamException($"The model {model.GetName()} has no submodule '{activation}'; it has {Names(model)}.") { Field = activation },
            _ => throw new UcamException($"The submodule '{activation}' does not turn one or two tensors into one; call Mark on the tensor in the model's forward instead.") { Field = activation },
        };
    }

    private static string Names(nn.Module model)
    {
        string[] names = [.. model.named_modules().Select(entry => entry.name)];
        string more = names.Length > NamesShown ? $" and {names.Length - NamesShown} more" : "";
        return names.Length == 0 ? "none" : string.Join(", ", names.Take(NamesShown)) + more;
    }
}
