"""Which types of resources hold what is lost, or cannot be used any more, when they are destroyed.

Types are those of Terraform's providers, and of CloudFormation.
"""

from __future__ import annotations

from typing import Final

_HELD: Final = {
    "a database": (
        "aws_db_instance aws_rds_cluster aws_rds_cluster_instance aws_rds_global_cluster aws_docdb_cluster "
        "aws_docdb_global_cluster aws_docdbelastic_cluster aws_neptune_cluster aws_neptune_global_cluster "
        "aws_neptunegraph_graph aws_dynamodb_table aws_dynamodb_global_table aws_dynamodb_table_replica "
        "aws_redshift_cluster aws_redshiftserverless_namespace aws_keyspaces_table aws_keyspaces_keyspace "
        "aws_qldb_ledger aws_memorydb_cluster aws_timestreamwrite_database aws_timestreamwrite_table "
        "aws_dsql_cluster aws_timestreaminfluxdb_db_instance aws_lightsail_database aws_simpledb_domain "
        "aws_glue_catalog_database aws_glue_catalog_table aws_dax_cluster azurerm_mssql_server "
        "azurerm_mssql_database azurerm_mssql_managed_database azurerm_mssql_managed_instance "
        "azurerm_mssql_elasticpool azurerm_sql_database azurerm_sql_server azurerm_sql_managed_database "
        "azurerm_postgresql_server azurerm_postgresql_database azurerm_postgresql_flexible_server "
        "azurerm_postgresql_flexible_server_database azurerm_mysql_server azurerm_mysql_database "
        "azurerm_mysql_flexible_server azurerm_mysql_flexible_database azurerm_mariadb_server "
        "azurerm_mariadb_database azurerm_cosmosdb_account azurerm_cosmosdb_sql_database "
        "azurerm_cosmosdb_sql_container azurerm_cosmosdb_mongo_database azurerm_cosmosdb_mongo_collection "
        "azurerm_cosmosdb_cassandra_keyspace azurerm_cosmosdb_cassandra_table azurerm_cosmosdb_cassandra_cluster "
        "azurerm_cosmosdb_gremlin_database azurerm_cosmosdb_gremlin_graph azurerm_cosmosdb_table "
        "azurerm_cosmosdb_postgresql_cluster azurerm_mongo_cluster azurerm_kusto_cluster azurerm_kusto_database "
        "azurerm_synapse_sql_pool azurerm_synapse_workspace google_sql_database_instance google_sql_database "
        "google_spanner_instance google_spanner_database google_bigtable_instance google_bigtable_table "
        "google_firestore_database google_alloydb_cluster google_alloydb_instance google_bigquery_dataset "
        "google_bigquery_table google_firebase_database_instance google_memorystore_instance "
        "google_oracle_database_autonomous_database digitalocean_database_cluster digitalocean_database_db "
        "mongodbatlas_cluster mongodbatlas_advanced_cluster mongodbatlas_flex_cluster "
        "mongodbatlas_serverless_instance postgresql_database postgresql_schema mysql_database snowflake_database "
        "snowflake_schema snowflake_table cloudflare_d1_database hcloud_managed_database scaleway_rdb_instance "
        "scaleway_rdb_database oci_database_db_system oci_database_autonomous_database oci_mysql_mysql_db_system "
        "oci_psql_db_system linode_database_mysql_v2 linode_database_postgresql_v2 linode_database_mysql "
        "linode_database_postgresql influxdb-v2_bucket influxdb_database cockroach_cluster planetscale_database "
        "neon_project neon_database exoscale_database exoscale_dbaas vultr_database yandex_mdb_postgresql_cluster "
        "yandex_mdb_mysql_cluster yandex_mdb_clickhouse_cluster alicloud_db_instance alicloud_polardb_cluster "
        "alicloud_mongodb_instance aiven_pg aiven_mysql ovh_cloud_project_database upstash_redis_database "
        "timescale_service clickhouse_service "
        "AWS::RDS::DBInstance AWS::RDS::DBCluster AWS::RDS::GlobalCluster AWS::DynamoDB::Table "
        "AWS::DynamoDB::GlobalTable AWS::DocDB::DBCluster AWS::DocDB::DBInstance AWS::Neptune::DBCluster "
        "AWS::Neptune::DBInstance AWS::NeptuneGraph::Graph AWS::Redshift::Cluster "
        "AWS::RedshiftServerless::Namespace AWS::Cassandra::Keyspace AWS::Cassandra::Table AWS::QLDB::Ledger "
        "AWS::MemoryDB::Cluster AWS::Timestream::Database AWS::Timestream::Table AWS::Timestream::InfluxDBInstance "
        "AWS::DSQL::Cluster AWS::DAX::Cluster AWS::SDB::Domain AWS::Glue::Database AWS::Glue::Table"
    ),
    "a cache": (
        "aws_elasticache_cluster aws_elasticache_replication_group aws_elasticache_serverless_cache "
        "aws_elasticache_global_replication_group azurerm_redis_cache azurerm_redis_enterprise_cluster "
        "azurerm_redis_enterprise_database azurerm_managed_redis google_redis_instance google_redis_cluster "
        "google_memcache_instance aiven_redis aiven_valkey scaleway_redis_cluster alicloud_kvstore_instance "
        "AWS::ElastiCache::CacheCluster AWS::ElastiCache::ReplicationGroup AWS::ElastiCache::ServerlessCache"
    ),
    "a search index": (
        "aws_elasticsearch_domain aws_opensearch_domain aws_opensearchserverless_collection "
        "aws_cloudsearch_domain aws_kendra_index aws_s3vectors_index azurerm_search_service "
        "google_vertex_ai_index ec_deployment elasticstack_elasticsearch_index elasticsearch_index "
        "opensearch_index aiven_opensearch algolia_index "
        "AWS::OpenSearchService::Domain AWS::OpenSearchServerless::Collection AWS::Elasticsearch::Domain "
        "AWS::Kendra::Index"
    ),
    "objects": (
        "aws_s3_bucket aws_s3_directory_bucket aws_s3control_bucket aws_s3tables_table_bucket aws_s3tables_table "
        "aws_s3vectors_vector_bucket aws_glacier_vault aws_lightsail_bucket aws_media_store_container "
        "azurerm_storage_account azurerm_storage_container azurerm_storage_table "
        "azurerm_storage_data_lake_gen2_filesystem azurerm_data_lake_store google_storage_bucket "
        "digitalocean_spaces_bucket cloudflare_r2_bucket minio_s3_bucket oci_objectstorage_bucket "
        "scaleway_object_bucket linode_object_storage_bucket alicloud_oss_bucket yandex_storage_bucket "
        "openstack_objectstorage_container_v1 cloudflare_workers_kv_namespace b2_bucket wasabi_bucket "
        "AWS::S3::Bucket AWS::S3Express::DirectoryBucket AWS::S3Tables::TableBucket"
    ),
    "a volume": (
        "aws_ebs_volume aws_ebs_snapshot aws_ebs_snapshot_copy aws_lightsail_disk "
        "aws_storagegateway_cached_iscsi_volume aws_storagegateway_stored_iscsi_volume azurerm_managed_disk "
        "azurerm_snapshot azurerm_elastic_san azurerm_elastic_san_volume google_compute_disk "
        "google_compute_region_disk google_compute_snapshot kubernetes_persistent_volume "
        "kubernetes_persistent_volume_v1 kubernetes_persistent_volume_claim kubernetes_persistent_volume_claim_v1 "
        "kubernetes_stateful_set kubernetes_stateful_set_v1 digitalocean_volume hcloud_volume "
        "openstack_blockstorage_volume_v3 openstack_blockstorage_volume_v2 linode_volume vultr_block_storage "
        "scaleway_block_volume scaleway_instance_volume oci_core_volume alicloud_ecs_disk alicloud_disk "
        "yandex_compute_disk docker_volume libvirt_volume vsphere_virtual_disk proxmox_virtual_environment_disk "
        "exoscale_block_storage_volume "
        "AWS::EC2::Volume"
    ),
    "a file system": (
        "aws_efs_file_system aws_fsx_lustre_file_system aws_fsx_ontap_file_system aws_fsx_ontap_volume "
        "aws_fsx_ontap_storage_virtual_machine aws_fsx_openzfs_file_system aws_fsx_openzfs_volume "
        "aws_fsx_windows_file_system aws_fsx_backup aws_storagegateway_file_system_association "
        "azurerm_storage_share azurerm_netapp_volume azurerm_netapp_pool azurerm_netapp_account azurerm_hpc_cache "
        "azurerm_managed_lustre_file_system google_filestore_instance google_filestore_backup "
        "google_netapp_volume google_netapp_storage_pool google_lustre_instance "
        "openstack_sharedfilesystem_share_v2 oci_file_storage_file_system scaleway_file_filesystem "
        "alicloud_nas_file_system "
        "AWS::EFS::FileSystem AWS::FSx::FileSystem AWS::FSx::Volume AWS::FSx::StorageVirtualMachine"
    ),
    "a queue or stream": (
        "aws_sqs_queue aws_kinesis_stream aws_kinesis_video_stream aws_kinesis_firehose_delivery_stream "
        "aws_msk_cluster aws_msk_serverless_cluster aws_mq_broker aws_cloudwatch_event_archive "
        "azurerm_servicebus_namespace azurerm_servicebus_queue azurerm_servicebus_topic "
        "azurerm_servicebus_subscription azurerm_eventhub azurerm_eventhub_namespace azurerm_storage_queue "
        "google_pubsub_topic google_pubsub_subscription google_pubsub_lite_topic google_managed_kafka_cluster "
        "google_managed_kafka_topic confluent_kafka_cluster confluent_kafka_topic kafka_topic rabbitmq_queue "
        "aiven_kafka aiven_kafka_topic cloudflare_queue oci_queue_queue oci_streaming_stream "
        "google_cloud_tasks_queue "
        "AWS::SQS::Queue AWS::Kinesis::Stream AWS::KinesisFirehose::DeliveryStream AWS::MSK::Cluster "
        "AWS::MSK::ServerlessCluster AWS::AmazonMQ::Broker AWS::Events::Archive"
    ),
    "a key": (
        "aws_kms_key aws_kms_external_key aws_kms_replica_key aws_kms_replica_external_key "
        "aws_cloudhsm_v2_cluster aws_acmpca_certificate_authority aws_payment_cryptography_key azurerm_key_vault "
        "azurerm_key_vault_key azurerm_key_vault_certificate azurerm_key_vault_managed_hardware_security_module "
        "azurerm_key_vault_managed_hardware_security_module_key azurerm_disk_encryption_set google_kms_key_ring "
        "google_kms_crypto_key google_kms_crypto_key_version google_privateca_ca_pool "
        "google_privateca_certificate_authority tls_private_key vault_transit_secret_backend_key vault_mount "
        "oci_kms_key oci_kms_vault alicloud_kms_key yandex_kms_symmetric_key scaleway_key_manager_key "
        "AWS::KMS::Key AWS::KMS::ReplicaKey AWS::ACMPCA::CertificateAuthority"
    ),
    "a secret": (
        "aws_secretsmanager_secret aws_secretsmanager_secret_version aws_ssm_parameter azurerm_key_vault_secret "
        "google_secret_manager_secret google_secret_manager_secret_version google_secret_manager_regional_secret "
        "kubernetes_secret kubernetes_secret_v1 vault_kv_secret vault_kv_secret_v2 vault_generic_secret "
        "random_password scaleway_secret oci_vault_secret alicloud_kms_secret "
        "AWS::SecretsManager::Secret AWS::SSM::Parameter"
    ),
    "logs or metrics": (
        "aws_cloudwatch_log_group aws_cloudwatch_log_stream aws_cloudtrail_event_data_store "
        "aws_prometheus_workspace aws_securitylake_data_lake azurerm_log_analytics_workspace "
        "azurerm_application_insights azurerm_monitor_workspace google_logging_project_bucket_config "
        "google_logging_folder_bucket_config google_logging_organization_bucket_config oci_logging_log_group "
        "yandex_logging_group "
        "AWS::Logs::LogGroup AWS::Logs::LogStream AWS::CloudTrail::EventDataStore AWS::APS::Workspace"
    ),
    "users": (
        "aws_cognito_user_pool aws_cognito_identity_pool aws_cognito_user aws_directory_service_directory "
        "aws_workspaces_workspace aws_connect_instance azurerm_aadb2c_directory "
        "azurerm_active_directory_domain_service azuread_service_principal google_identity_platform_tenant "
        "google_identity_platform_config auth0_connection auth0_tenant okta_user keycloak_realm keycloak_user "
        "AWS::Cognito::UserPool AWS::Cognito::IdentityPool AWS::DirectoryService::MicrosoftAD "
        "AWS::DirectoryService::SimpleAD AWS::WorkSpaces::Workspace AWS::Connect::Instance"
    ),
    "images": (
        "aws_ecr_repository aws_ecrpublic_repository aws_ami aws_codeartifact_repository aws_codeartifact_domain "
        "aws_codecommit_repository azurerm_container_registry azurerm_image azurerm_shared_image "
        "azurerm_shared_image_version azurerm_shared_image_gallery google_artifact_registry_repository "
        "google_container_registry google_compute_image google_sourcerepo_repository github_repository "
        "gitlab_project scaleway_registry_namespace digitalocean_container_registry "
        "AWS::ECR::Repository AWS::ECR::PublicRepository AWS::CodeArtifact::Repository AWS::CodeArtifact::Domain "
        "AWS::CodeCommit::Repository"
    ),
    "backups": (
        "aws_backup_vault aws_backup_logically_air_gapped_vault aws_db_snapshot aws_db_cluster_snapshot "
        "aws_rds_export_task azurerm_recovery_services_vault azurerm_data_protection_backup_vault "
        "azurerm_backup_protected_vm google_backup_dr_backup_vault google_gke_backup_backup_plan "
        "digitalocean_droplet_snapshot digitalocean_volume_snapshot hcloud_snapshot "
        "AWS::Backup::BackupVault AWS::Backup::LogicallyAirGappedBackupVault"
    ),
    "a cluster": (
        "aws_eks_cluster aws_emr_cluster azurerm_kubernetes_cluster azurerm_hdinsight_hadoop_cluster "
        "google_container_cluster google_dataproc_cluster digitalocean_kubernetes_cluster scaleway_k8s_cluster "
        "linode_lke_cluster kubernetes_namespace kubernetes_namespace_v1 "
        "AWS::EKS::Cluster AWS::EMR::Cluster"
    ),
    "a project or account": (
        "google_project google_folder aws_organizations_account aws_organizations_organization "
        "azurerm_resource_group azurerm_subscription oci_identity_compartment "
        "AWS::Organizations::Account AWS::Organizations::Organization"
    ),
}

HELD: Final = {kind: held for held, kinds in _HELD.items() for kind in kinds.split()}
"""Type of a resource → what it holds, in words. What is made of code alone (an object of a bucket) is none of them."""

_GUARDED_BY: Final = (
    "deletion_protection enable_deletion_protection deletion_protection_enabled disable_api_termination "
    "prevent_destroy termination_protection"
)
_GUARDS: Final = frozenset(_GUARDED_BY.split())


def held_by(kind: str) -> str:
    """Return what a type of resource holds, empty where nothing is lost with it."""
    return HELD.get(kind, "")


def is_guarded(attributes: object) -> bool:
    """Tell whether the service itself refuses to destroy a resource with these attributes."""
    if not isinstance(attributes, dict):
        return False
    return any(attributes.get(name) is True or attributes.get(name) == "ENABLED" for name in _GUARDS)
