using System.Runtime.CompilerServices;
using TorchSharp;

namespace Ucam.Testing;

internal static class OneThread
{
    // Tensors of a few numbers are not worth a second thread, and tests run side by side.
    [ModuleInitializer]
    internal static void Use() => torch.set_num_threads(1);
}
