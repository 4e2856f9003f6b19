namespace Ucam.Metrics;

/// <summary>What values a loss can take, which decides how its mean is tested: it is a property of the loss, not of the values seen.</summary>
internal enum LossKind
{
    /// <summary>0 or 1: right or wrong. Tested by the exact binomial distribution.</summary>
    ZeroOne,

    /// <summary>Any value in [0,1], such as 1 − VQA accuracy. Tested by <see cref="HoeffdingBentkus"/>, which asks for more questions.</summary>
    UnitInterval,
}
