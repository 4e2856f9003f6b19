using Ucam.Numbers;
using Ucam.Vqa.Features.Safetensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Models;

/// <summary>Names a module's tensors for files, and fills a module from them with every shape checked.</summary>
internal static class ModuleTensors
{
    /// <summary>The parameters and buffers, named prefix.part.weight, or part.weight for an empty prefix.</summary>
    public static IEnumerable<(string Name, Tensor Value)> Of(Module module, string prefix) =>
        module.state_dict().Where(e => e.Value.dtype != ScalarType.Int64).Select(e => (NameOf(prefix, e.Key), e.Value));

    /// <summary>Copies the file's tensors into the module, but for those of a part that is left as it is.</summary>
    public static void Fill(Module module, string prefix, SafetensorsFile file, string path, string? without = null)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        foreach ((string name, Tensor target) in Of(module, prefix).ToList())
        {
            if (without is not null && name.StartsWith(without, StringComparison.Ordinal)) continue;
            Check(file, new TensorShape(name, target.shape), path);
            Tensor source = file.Read(name);
            if (!source.isfinite().all().item<bool>())
                throw new CheckpointException($"{path}: tensor {name} holds a value that is not a number; the file is damaged.")
                { File = path, Field = name };
            target.copy_(source);
        }
    }

    /// <summary>Checks by the header alone that the file has a tensor of that shape.</summary>
    /// <exception cref="CheckpointException">It is missing or of another shape.</exception>
    public static void Check(SafetensorsFile file, TensorShape wanted, string path)
    {
        (string name, long[] shape) = wanted;
        if (!file.Contains(name))
            throw new CheckpointException($"{path}: tensor {name} is missing; the file does not hold the model its header describes, get it again.")
            { File = path, Field = name };
        long[] given = file.Entry(name).Shape;
        if (given.SequenceEqual(shape)) return;
        throw new CheckpointException($"{path}: tensor {name} has shape [{string.Join(',', given)}], the header's model and vocabulary need "
            + $"[{string.Join(',', shape)}]; the file is damaged, get it again.")
        { File = path, Field = name };
    }

    /// <summary>The name of a module's parameter or buffer in files and messages.</summary>
    public static string NameOf(string prefix, string key) =>
        (prefix.Length == 0 ? "" : prefix + ".") + string.Join('.', key.Split('.').Select(part => part.TrimStart('_')));
}
