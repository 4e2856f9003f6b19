using System.Collections;
using System.Reflection;
using static TorchSharp.torch;

namespace Ucam.Testing;

/// <summary>How many hooks are set on modules.</summary>
internal static class HookCount
{
    private static readonly string[] Fields = ["pre_hooks", "post_hooks", "module_pre_hooks", "module_post_hooks"];

    public static int Of(nn.Module module) =>
        Fields.Sum(name =>
            ((IDictionary?)module.GetType().GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(module))?.Count ?? 0);

    public static int OfAll(nn.Module module) => module.modules().Prepend(module).Distinct().Sum(Of);
}
