/**
 * What an action is: it changed something, somebody looked at or took something
 * out, the system did it by itself, or something failed.
 */
export type ActionKind = 'change' | 'access' | 'system' | 'failure'

/**
 * The known actions by product area, names separated by commas. First the areas
 * that Segment's product documentation lists for its Audit Trail (of some no
 * action's name is public), then those its API documentation adds, then our own.
 * The set is open: an action that is not here is as good as one that is.
 */
export const ACTIONS_BY_AREA: { readonly [area: string]: { readonly [K in ActionKind]?: string } } = {
  Sources: {
    change: `
      Source Connected To Space, Source Connected To Tracking Plan, Source Created, Source Deleted,
      Source Disabled, Source Disconnected From Space, Source Disconnected From Tracking Plan, Source Enabled,
      Source Modified, Source Settings Modified`,
    access: `Source Debugger Raw Viewed`,
    system: `New Event Allowed, New Event Blocked, New Forbidden Event Property`,
    failure: `Source Run Failed`,
  },
  Functions: {
    change: `
      Destination Function Created, Destination Function Deleted, Destination Function Modified,
      Source Function Created, Source Function Deleted, Source Function Modified, Source Function Updated`,
  },
  Warehouses: {
    change: `
      Warehouse Created, Warehouse Credential Created, Warehouse Credential Deleted,
      Warehouse Credential Modified, Warehouse Deleted, Warehouse Disabled, Warehouse Enabled, Warehouse Modified`,
    failure: `Warehouse Run Failed`,
  },
  Destinations: {
    change: `
      Destination Added into Audience, Destination Removed from Audience, Destination Updated for Audience,
      Integration Created, Integration Deleted, Integration Disabled, Integration Enabled, Integration Modified`,
    access: `Destinations Listed from Audience`,
  },
  Storage: {
    change: `
      Storage Destination Created, Storage Destination Deleted, Storage Destination Disabled,
      Storage Destination Enabled, Storage Destination Modified`,
    access: `Storage Destination Settings Validation`,
    failure: `
      Storage Destination Sync Failed, Storage Destination Sync Partially Succeeded,
      Storage Destination Sync Skipped`,
  },
  'Consent Management': {},
  'Tracking Plans': {
    change: `
      Tracking Plan Created, Tracking Plan Deleted, Tracking Plan Modified, Tracking Plan Operations Updated,
      Tracking Plan Updated`,
    system: `
      Tracking Plan Inferred, Tracking Plan New Event Allowed, Tracking Plan New Event Blocked,
      Tracking Plan New Group Trait Omitted, Tracking Plan New Identify Trait Omitted,
      Tracking Plan New Track Property Omitted`,
    failure: `Violations Detected`,
  },
  'Destination Filters': {
    change: `
      Destination Filter Created, Destination Filter Deleted, Destination Filter Disabled,
      Destination Filter Enabled, Destination Filter Modified`,
  },
  Transformations: {
    change: `Transformation Created, Transformation Deleted, Transformation Updated`,
  },
  Audiences: {
    change: `
      Activation Created, Audience Created, Audience Deleted, Audience Modified, Audience Preview Created,
      Audience Run Forced`,
    access: `Audience CSV Downloaded, Supported Destinations Listed For Audience`,
    system: `Audience Run Complete`,
    failure: `Audience Destination Sync Failed, Audience Run Failed`,
  },
  'Computed Traits': {
    change: `Computed Trait Created, Computed Trait Deleted, Computed Trait Modified`,
    access: `Computed Trait CSV Downloaded`,
    failure: `Computed Trait Destination Sync Failed, Computed Trait Run Failed`,
  },
  'Engage Warehouse Sources': {
    change: `
      Engage Warehouse Source Created, Engage Warehouse Source Deleted, Engage Warehouse Source Modified`,
  },
  'Profiles Sync': {
    change: `
      Profiles Sync Schema Updated, Profiles Sync Warehouse Created, Profiles Sync Warehouse Deleted,
      Profiles Sync Warehouse Disabled, Profiles Sync Warehouse Modified, Profiles Sync Warehouse Updated`,
    access: `Profiles Sync Warehouse Retrieved, Profiles Sync Warehouse Schema Retrieved`,
    system: `Profiles Sync Historical Backfill Completed`,
    failure: `Profiles Sync Warehouse Sync Failed`,
  },
  Spaces: {
    change: `Space Created, Space Deleted, Space Modified`,
  },
  Users: {
    change: `
      Access Request Created, Group Memberships Deleted, Invite Deleted, New Segment User Invited to Workspace,
      Non-Segment User Invited to Workspace, Policy Created, Policy Deleted, Subjects Added to Group,
      User Added To User Group, User Added via SSO, User Group Created, User Group Deleted,
      User Group Policy Updated, User Group Updated, User Invite Accepted, User Invite Deleted, User Invite Sent,
      User Policy Updated, User Removed, User Removed From User Group`,
    access: `Permission Check`,
  },
  Journeys: {},
  Broadcasts: {},
  Workspace: {
    change: `Label Created, Label Deleted, Support Access Granted, Support Access Revoked`,
    access: `Support Login`,
    failure: `Public API Tokens Without Owners Detected`,
  },
  'Data Graph': {
    failure: `Data Graph Breaking Change`,
  },
  Privacy: {
    change: `Regulation Deleted, Source Regulation Created, Workspace Regulation Created`,
  },
  'Reverse ETL': {
    change: `Model Created, Model Deleted, Model Settings Saved, Model State Change Toggled`,
    failure: `Reverse ETL Sync Failed, Reverse ETL Sync Partial Success`,
  },
  'Space Filters': {
    change: `Filter Created, Filter Deleted, Filter Updated`,
  },
  'Tracking Plans (Schema)': {
    change: `
      Schema Default Edited To Allow Group Traits On Violation,
      Schema Default Edited To Allow Identify Traits On Violation,
      Schema Default Edited To Omit Group Traits On Violation,
      Schema Default Edited To Omit Identify Traits On Violation, Schema Event Allowed, Schema Event Archived,
      Schema Event Blocked, Schema Event Property Conditions Edited,
      Schema Event Property Rule Edited To Forbidden, Schema Event Property Rule Edited To Optional,
      Schema Event Property Rule Edited To Required, Schema Group Property Allowed, Schema Group Property Blocked,
      Schema Identify Trait Allowed, Schema Identify Trait Archived, Schema Identify Trait Blocked,
      Schema JSON File Upload`,
    system: `
      Schema Default Edited To Allow New Event Properties, Schema Default Edited To Allow New Events,
      Schema Default Edited To Allow New Group Traits, Schema Default Edited To Allow New Identify Traits,
      Schema Default Edited To Block New Events, Schema Default Edited To Omit New Event Properties,
      Schema Default Edited To Omit New Group Traits, Schema Default Edited To Omit New Identify Traits`,
  },
  'Audit Forwarding': {
    change: `
      Forwarding Dead Letters Discarded, Forwarding Destination Created, Forwarding Destination Deleted,
      Forwarding Destination Disabled, Forwarding Destination Enabled, Forwarding Destination Updated,
      Forwarding Replay Started, Forwarding Retry Started, Forwarding Secret Replaced`,
    access: `Forwarding Destination Tested`,
    system: `Audit Forwarding Recovered`,
    failure: `Audit Forwarding Failing, Forwarding Destination Gone, Forwarding Gap`,
  },
  'Audit Trail': {
    change: `
      Audit Backup Created, Audit Job Started, Audit Person Erased, Audit Settings Changed, Audit Task Cancelled, Audit Token Created,
      Audit Token Revoked`,
    access: `
      Audit Archive Viewed, Audit Data Accessed, Audit Tokens Listed, Audit Trail Exported, Audit Trail Filtered,
      Audit Trail Tail Ended, Audit Trail Tailed, Audit Trail Viewed`,
    system: `
      Audit Clock Jumped, Audit Retention Completed, Audit Retention Held, Audit Scrub Completed, Audit Scrub Held,
      Audit Task Completed, Audit Trail Repaired, Audit Writes Resumed`,
    failure: `
      Audit Access Refused, Audit Events Rejected, Audit Events Lost, Audit Data Damaged, Audit Job Failed,
      Audit Task Failed`,
  },
}

/** Other spellings of whole names: what an application shows, or showed once, for what is recorded under another name. */
export const ALIASES: { readonly [alias: string]: string } = {
  'Destination Disabled': 'Integration Disabled',
  'Destination Enabled': 'Integration Enabled',
  'Destination Modified': 'Integration Modified',
  'Source Connected to Tracking Plan': 'Source Connected To Tracking Plan',
  'Users Invited': 'User Invite Sent',
}

/** Other spellings of the beginning of a name, whatever follows: `Warehouses Created` is `Warehouse Created`. */
export const PREFIX_ALIASES: { readonly [alias: string]: string } = {
  'Warehouses ': 'Warehouse ',
  'Integrations ': 'Integration ',
  'Destination Filters ': 'Destination Filter ',
  'Personas Warehouse Source ': 'Engage Warehouse Source ',
}
