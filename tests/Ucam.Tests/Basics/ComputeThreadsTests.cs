using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace Ucam.Tests.Basics;

[Collection(GlobalRandomState.Name)]
public class ComputeThreadsTests
{
    /// <summary>Threads that work of a size gets of as many as there are; on a thread of its own, since libtorch counts them by thread.</summary>
    private static (int During, int After) For(int available, long work)
    {
        (int, int) seen = default;
        int before = get_num_threads();
        var thread = new Thread(() =>
        {
            set_num_threads(available);
            int during;
            using (ComputeThreads.For(work)) during = get_num_threads();
            seen = (during, get_num_threads());
            set_num_threads(before);
        });
        thread.Start();
        thread.Join();
        return seen;
    }

    [Theory]
    [InlineData(4, 0, 1)]
    [InlineData(4, ComputeThreads.WorthAThread - 1, 1)]
    [InlineData(4, 2 * ComputeThreads.WorthAThread, 2)]
    [InlineData(4, 1000 * ComputeThreads.WorthAThread, 4)]
    [InlineData(1, 1000 * ComputeThreads.WorthAThread, 1)]
    public void Small_work_gets_one_thread_and_large_work_all_and_what_was_set_is_set_again(int available, long work, int expected)
    {
        Assert.SkipWhen(ComputeThreads.Fixed, "the environment says how many threads");
        For(available, work).Should().Be((expected, available));
    }

    [Fact]
    public void A_session_of_ONNX_Runtime_has_as_many_threads_as_libtorch()
    {
        using var options = new SessionOptions();
        ComputeThreads.Apply(options);
        options.IntraOpNumThreads.Should().Be(get_num_threads());
    }
}
