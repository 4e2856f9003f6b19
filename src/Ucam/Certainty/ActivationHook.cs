using static TorchSharp.torch;

namespace Ucam.Certainty;

/// <summary>A forward hook on a submodule that is found by its name.</summary>
internal static class ActivationHook
{
    private const int NamesShown = 8;

    /// <summary>Passes the submodule's output through a function, null leaving it as it is; the result removes the hook.</summary>
    public static Action Register(nn.Module model, string activation, Func<Tensor, Tensor?> replace)
    {
        nn.Module module = model.named_modules().FirstOrDefault(entry => entry.name == activation).module
            ?? throw Missing($"The model {model.GetName()}", activation, [.. model.named_modules().Select(entry => entry.name)]);
        return On(module, replace)
            ?? throw new UcamException($"The submodule '{activation}' does not turn one to three tensors into one; "
                + "call Mark on the tensor in the model's forward instead.")
            { Field = activation };
    }

    /// <summary>The same on a module at hand; null where it does not turn one to three tensors into one.</summary>
    public static Action? On(nn.Module module, Func<Tensor, Tensor?> replace) => module switch
    {
        nn.Module<Tensor, Tensor> one => one.register_forward_hook((_, _, output) => replace(output)!).remove,
        nn.Module<Tensor, Tensor, Tensor> two => two.register_forward_hook((_, _, _, output) => replace(output)!).remove,
        nn.Module<Tensor, Tensor, Tensor, Tensor> three => three.register_forward_hook((_, _, _, _, output) => replace(output)!).remove,
        _ => null,
    };

    /// <summary>There is no submodule of that name; some that there are.</summary>
    public static UcamException Missing(string model, string name, IReadOnlyList<string> names)
    {
        string more = names.Count > NamesShown ? $" and {names.Count - NamesShown} more" : "";
        string some = names.Count == 0 ? "none" : string.Join(", ", names.Take(NamesShown)) + more;
        return new UcamException($"{model} has no submodule '{name}'; it has {some}.") { Field = name };
    }
}
