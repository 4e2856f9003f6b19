using System.Diagnostics;
using System.Reflection;
using Ucam.Build;
using static TorchSharp.torch;

namespace Ucam.Tests.Build;

public class ArgumentLifetimeTests
{
    private static readonly byte[] Value = [8, 1, 0, 2, 0, 0, 0, 0, 0];

    private static byte[] Around(params byte[][] parts) =>
        [.. new byte[] { 77, 90, 8, 1, 0 }, .. parts.SelectMany(p => p), .. new byte[] { 8, 1, 0, 2, 0 }];

    [Fact]
    public void The_modes_of_a_debug_build_replace_those_of_a_release_build()
    {
        byte[] assembly = Around(Value), before = [.. assembly];
        ArgumentLifetime.Keep(assembly).Should().BeTrue();
        Enumerable.Range(0, assembly.Length).Where(i => assembly[i] != before[i]).Should().Equal(8, 9);
        var modes = (DebuggableAttribute.DebuggingModes)BitConverter.ToInt32(assembly, 8);
        new DebuggableAttribute(modes).IsJITOptimizerDisabled.Should().BeTrue();
        ArgumentLifetime.Keep(assembly).Should().BeFalse("a second time changes nothing");
    }

    [Fact]
    public void An_assembly_without_the_value_or_with_two_is_left_alone()
    {
        foreach (byte[] assembly in new[] { [], Around(), Around(Value, Value) })
        {
            byte[] before = [.. assembly];
            ArgumentLifetime.Keep(assembly).Should().BeFalse();
            assembly.Should().Equal(before);
        }
    }

    [Fact]
    public void The_tensor_library_of_this_build_keeps_its_arguments() =>
        typeof(TorchSharp.torch).Assembly.GetCustomAttribute<DebuggableAttribute>()!.IsJITOptimizerDisabled.Should().BeTrue();

    // Without the step about one call in a thousand fails here: the number is collected while native code reads it.
    [Fact]
    public void A_number_outlives_the_native_call_that_reads_it_while_others_collect()
    {
        bool stop = false;
        var collector = new Thread(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            using var scope = NewDisposeScope();
            using Tensor x = zeros(8);
            for (int i = 0; i < 3000; i++) x.zero_().add_(3.0);
            x.Numbers().Should().AllBeEquivalentTo(3.0);
        }
        finally
        {
            Volatile.Write(ref stop, true);
            collector.Join();
        }
    }
}
