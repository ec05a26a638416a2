using System.ComponentModel;

namespace Filters;

internal sealed class Bank
{
    [KernelFunction("send")]
    [Description("Sends money to somebody.")]
    public static string Send(string to, decimal amount) => $"{amount} sent to {to}";

    [KernelFunction("close_account")]
    [Description("Closes the customer's account.")]
    public static string CloseAccount() => throw new InvalidOperationException("This takes a clerk.");
}
