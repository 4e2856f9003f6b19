using System.CommandLine;
using Ucam.Cli.Usage;
using Ucam.Vqa.Runs;

namespace Ucam.Cli.Options;

/// <summary>The option that names a device, shared by the commands that can work on a GPU.</summary>
internal sealed class DeviceOption(string where)
{
    private readonly Option<string> _device = new("--device")
    { Description = $"cpu, cuda or cuda:N; a GPU {where} (docs/paper-recipes.md).", DefaultValueFactory = _ => RunDevice.Cpu };

    public void AddTo(Command command) => command.Add(_device);

    /// <summary>The name, be the device there or not.</summary>
    public string Name(ParseResult parsed)
    {
        string name = parsed.GetRequiredValue(_device);
        return RunDevice.IsName(name) ? name : throw new UsageException($"--device is '{name}'; {RunDevice.Known}.");
    }
}
