using TorchSharp.Modules;
using Ucam.Uncertainty.Estimators;
using static TorchSharp.torch.nn;

namespace Ucam.Tests.Uncertainty.Estimators;

public class EvaluationModeTests
{
    [Fact]
    public void Every_part_gets_its_own_mode_back()
    {
        using Sequential inner = Sequential(("deep", Dropout()), ("deeper", Dropout())), network = Sequential(("inner", inner), ("drop", Dropout()));
        network.eval();
        inner.train();
        inner.Part("deep").eval();
        bool[] Modes() => [network.training, .. network.modules().Select(part => part.training)];
        bool[] before = Modes();
        before.Should().Contain(true).And.Contain(false);
        using (new EvaluationMode(network)) Modes().Should().AllSatisfy(training => training.Should().BeFalse());
        Modes().Should().Equal(before);
    }
}
