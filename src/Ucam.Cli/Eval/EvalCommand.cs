using System.CommandLine;
using Ucam.Cli.Usage;

namespace Ucam.Cli.Eval;

/// <summary><c>ucam eval</c>: tests a model on a set in the VQA layout, or on one of the built-in sets.</summary>
internal static class EvalCommand
{
    public static Command Create()
    {
        var work = new EvalWork();
        var command = new ExampleCommand("eval", "Tests a model: accuracy, calibration, doubt against mistakes.",
            "ucam eval --model scenes --set scenes --split all",
            "ucam eval --model my.safetensors --questions q.json --annotations a.json --images pictures",
            "ucam eval --model my.safetensors --questions q.json --images pictures --official results.json",
            "ucam eval --results results.json --annotations a.json",
            "ucam eval --chat http://127.0.0.1:5080/v1 --chat-model scenes --set scenes --pictures 20");
        work.AddTo(command);
        command.SetAction((parsed, cancel) => Task.Run(() => work.Run(parsed, cancel), CancellationToken.None));
        return command;
    }
}
